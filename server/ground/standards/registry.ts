import type { CodeTable, Element } from './checks/index.ts'
import { codeTable, codeTables, element, elements, UnknownCodeTable, UnknownElement } from './checks/index.ts'
import { refuse } from './problems.ts'
import type { ElementCard } from './types.ts'

/** The data elements whose name, id or usual header contains the text; all without one. */
export function listElements(text = ''): ElementCard[] {
  const sought = text.normalize('NFKC').toLowerCase().trim()
  const speaks = ({ id, zh, en, headers }: Element) =>
    [id, zh, en, ...headers].some((name) => name.toLowerCase().includes(sought))
  return elements()
    .filter((one) => sought === '' || speaks(one))
    .map(toCard)
}

/** A data element by id, or the refusal that there is none. */
export function findElement(id: string): ElementCard {
  return toCard(orRefuse(() => element(id)))
}

export function listTables() {
  return codeTables().map(toTableCard)
}

/** A code table with its values, or the refusal that there is none. */
export function findTable(id: string) {
  const table = orRefuse(() => codeTable(id))
  return {
    ...toTableCard(table),
    values: table.values.map(({ code, zh, en }) => ({ code, zh, en: en ?? null })),
  }
}

/** Turns the registry's own complaint into a refusal the caller can act on. */
export function orRefuse<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnknownElement) throw refuse.unknownElement({ element: error.element })
    if (error instanceof UnknownCodeTable) throw refuse.unknownTable({ table: error.table })
    throw error
  }
}

function toCard(one: Element): ElementCard {
  const {
    id,
    zh,
    en,
    definition,
    kind,
    format,
    grade,
    pi,
    sensitive,
    mask,
    table,
    basis,
    evidence,
    headers,
  } = one
  return {
    id,
    name: { zh, en },
    definition: { ...definition },
    kind,
    format,
    grade,
    pi,
    sensitive,
    mask,
    table: table ?? null,
    basis,
    evidence,
    headers: [...headers],
  }
}

function toTableCard({ id, zh, en, standard, edition, evidence, values }: CodeTable) {
  return { id, name: { zh, en }, standard, edition, evidence, size: values.length }
}
