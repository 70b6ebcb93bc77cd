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
    broader: broaderLength(table),
    values: table.values.map(({ code, zh, en }) => ({ code, zh, en: en ?? null })),
  }
}

/** The code table in which an element's codes have their names; null where its values are no codes. */
export function tableOfElement(id: string): string | null {
  const found = elements().find((one) => one.id === id)
  // Divisions are judged by ranges of one table, which their elements need not name.
  return found?.table ?? (found?.kind === 'division' ? 'division' : null)
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

/** Streets and communities begin with the six digits of their county (GB/T 2260). */
const countyLength = 6

function broaderLength({ id, open }: CodeTable): number | null {
  return id === 'division' ? countyLength : open?.prefix || null
}

function toTableCard({ id, zh, en, standard, edition, evidence, values }: CodeTable) {
  return { id, name: { zh, en }, standard, edition, evidence, size: values.length }
}
