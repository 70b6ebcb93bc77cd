import { error, type Hit, warn } from '../faults.ts'
import { codeTable } from '../registry.ts'
import { letSql, quote, rewriteSql, rewriteText, upperAscii, wholeRegExp, wholeSql } from '../text.ts'
import type { CodeTable, Element } from '../types.ts'
import { firstFault, type Kind, packedLookup } from './kind.ts'

/** Codes of a table; names and usual variants become their code. A table that is unverified only warns. */
export const code: Kind = {
  read(x, element) {
    const table = tableOf(element)
    const text = rewriteText(x, element.rewrite ?? [])
    return lookupOf(table).get(text) ?? (accepts(table, text) ? text : null)
  },
  judge(n, x, element) {
    const table = tableOf(element)
    const hits: Hit[] = []
    if (!codesOf(table).has(n)) hits.push(warn('unlisted'))
    else if (n !== rewriteText(x, element.rewrite ?? [])) hits.push(warn('label'))
    return hits
  },
  unread: () => 'unlisted',
  readSql(x, element) {
    const table = tableOf(element)
    const text = rewriteSql(x, element.rewrite ?? [])
    const codes = `|${table.values.map(({ code }) => code).join('|')}|`
    const listed = `NOT contains(q, '|') AND contains('${codes}', '|' || q || '|')`
    const named = [...lookupOf(table)].filter(
      ([name, to]) => name !== to && (!element.fold?.upper || name === upperAscii(name)),
    )
    const other = `coalesce(${packedLookup(named, 'q')}, ${openSql(table, 'q')})`
    return letSql(text, 'q', `CASE WHEN ${listed} THEN q ELSE ${other} END`)
  },
  judgeSql: () => 'NULL',
  unreadSql: () => "'unlisted'",
}

/** Division codes of 6, 9 or 12 digits: exact where the list is complete, by province elsewhere. */
export const division: Kind = {
  read: (x, { digits = 6, rewrite = [] }) => {
    const text = rewriteText(x, rewrite)
    return new RegExp(`^[0-9]{${digits}}$`).test(text) ? text : null
  },
  judge(n) {
    const table = codeTable('division')
    if (!codesOf(table).has(`${n.slice(0, 2)}0000`)) return [error('unlisted')]
    if (codesOf(table).has(n.slice(0, 6))) return []
    return [(table.complete ?? []).includes(n.slice(0, 2)) ? error('unlisted') : warn('division')]
  },
  readSql(x, { digits = 6, rewrite = [] }) {
    return `list_transform([${rewriteSql(x, rewrite)}], lambda q: CASE WHEN ${wholeSql('q', `[0-9]{${digits}}`)} THEN q END)[1]`
  },
  judgeSql(n) {
    const { values, complete = [] } = codeTable('division')
    const provinces = values
      .filter(({ code }) => code.endsWith('0000'))
      .map(({ code }) => quote(code.slice(0, 2)))
    const listed = `|${values
      .map(({ code }) => code)
      .filter((code) => complete.includes(code.slice(0, 2)))
      .join('|')}|`
    const known = complete.map(quote).join(', ')
    return firstFault(
      [`substr(${n}, 1, 2) NOT IN (${provinces.join(', ')})`, 'unlisted'],
      [
        `substr(${n}, 1, 2) IN (${known}) AND strpos('${listed}', '|' || substr(${n}, 1, 6) || '|') = 0`,
        'unlisted',
      ],
    )
  },
}

const lookups = new Map<string, Map<string, string>>()
const codeSets = new Map<string, Set<string>>()

/** Codes, then names and variants, then codes that lost their leading zeros in a spreadsheet. */
function lookupOf(table: CodeTable): Map<string, string> {
  const known = lookups.get(table.id)
  if (known) return known
  const found = new Map(table.values.map(({ code }) => [code, code]))
  const add = (name: string, code: string) => {
    if (!found.has(name) && !/[|=]/.test(name)) found.set(name, code)
  }
  for (const { code, zh, en, aliases = [] } of table.values) {
    for (const name of [zh, en ?? zh, ...aliases])
      for (const form of [name, upperAscii(name)]) add(form, code)
  }
  for (const { code } of table.values) if (/^0+[1-9]/.test(code)) add(code.replace(/^0+/, ''), code)
  lookups.set(table.id, found)
  return found
}

function codesOf(table: CodeTable): Set<string> {
  const found = codeSets.get(table.id) ?? new Set(table.values.map(({ code }) => code))
  codeSets.set(table.id, found)
  return found
}

function accepts(table: CodeTable, text: string): boolean {
  if (table.evidence === 'unverified') return true
  const { open } = table
  if (!open || !wholeRegExp(open.pattern).test(text)) return false
  return open.prefix === 0 || codesOf(table).has(text.slice(0, open.prefix))
}

function openSql(table: CodeTable, text: string): string {
  if (table.evidence === 'unverified') return text
  const { open } = table
  if (!open) return 'NULL'
  const shape = wholeSql(text, open.pattern)
  if (open.prefix === 0) return `CASE WHEN ${shape} THEN ${text} END`
  const prefixes = table.values
    .filter(({ code }) => code.length === open.prefix)
    .map(({ code }) => quote(code))
  return `CASE WHEN ${shape} AND substr(${text}, 1, ${open.prefix}) IN (${prefixes.join(', ')}) THEN ${text} END`
}

function tableOf({ id, table }: Element): CodeTable {
  if (!table) throw new Error(`Element ${id} of kind code names no table`)
  return codeTable(table)
}
