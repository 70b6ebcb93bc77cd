import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Compile } from 'typebox/compile'
import { parseFormat } from './format.ts'
import { upperAscii } from './text.ts'
import { type CodeTable, CodeTableShape, type Element, ElementShape } from './types.ts'

const rules = new URL('../../../../rules/', import.meta.url)
const elementShape = Compile(ElementShape)
const tableShape = Compile(CodeTableShape)

export class UnknownElement extends Error {
  readonly element: string
  constructor(element: string) {
    super(`No data element ${element}`)
    this.name = 'UnknownElement'
    this.element = element
  }
}

export class UnknownCodeTable extends Error {
  readonly table: string
  constructor(table: string) {
    super(`No code table ${table}`)
    this.name = 'UnknownCodeTable'
    this.table = table
  }
}

const tables = new Map(readTables().map((table) => [table.id, table]))
const registered = new Map(readElements().map((element) => [element.id, element]))

/** Every data element of the platform, in the order of the files. */
export function elements(): Element[] {
  return [...registered.values()]
}

/** A data element by id; throws UnknownElement. */
export function element(id: string): Element {
  const found = registered.get(id)
  if (!found) throw new UnknownElement(id)
  return found
}

/** Every code table. */
export function codeTables(): CodeTable[] {
  return [...tables.values()]
}

/** A code table by id; throws UnknownCodeTable. */
export function codeTable(id: string): CodeTable {
  const found = tables.get(id)
  if (!found) throw new UnknownCodeTable(id)
  return found
}

function readTables(): CodeTable[] {
  return jsonFiles('codes/').map(({ file, read }) => {
    if (!tableShape.Check(read)) throw malformed(file, tableShape.Errors(read))
    return read
  })
}

function readElements(): Element[] {
  const files = jsonFiles('elements/')
  const common = files.find(({ file }) => file.endsWith('/missing.json'))?.read as { common: string[] }
  const found: Element[] = []
  for (const { file, read } of files) {
    if (!Array.isArray(read)) continue
    for (const one of read as unknown[]) {
      if (!elementShape.Check(one)) throw malformed(file, elementShape.Errors(one))
      const { missing = [], keeps = [], ...rest } = one
      if (found.some(({ id }) => id === rest.id)) throw new Error(`${file}: element ${rest.id} stands twice`)
      if (rest.table && !tables.has(rest.table))
        throw new Error(`${file}: element ${rest.id} names no table ${rest.table}`)
      parseFormat(rest.format)
      const own = [...common.common.filter((text) => !keeps.includes(text)), ...missing].map(upperAscii)
      found.push({ ...rest, missing: [...new Set(own)] })
    }
  }
  return found
}

function jsonFiles(folder: string): { file: string; read: unknown }[] {
  const home = new URL(folder, rules)
  return readdirSync(home)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      file: fileURLToPath(new URL(name, home)),
      read: JSON.parse(readFileSync(new URL(name, home), 'utf8')),
    }))
}

function malformed(file: string, errors: { instancePath: string; message: string }[]): Error {
  return new Error(`${file}: ${errors[0]?.instancePath || '/'} ${errors[0]?.message ?? 'is malformed'}`)
}
