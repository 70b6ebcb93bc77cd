import { literal } from '../../base/lake/index.ts'
import { type CodeTable, codeTable, element, faultSql, normalSql } from '../../ground/standards/index.ts'

/** Something worth telling about a value that is otherwise right; it rejects nothing. */
export interface Warning {
  /** element and key, such as 'uscc.inner' */
  readonly rule: string
  /** DuckDB expression (BOOLEAN) over the normal form and the text as handed in; both bare names */
  readonly sql: (t: string, r: string) => string
  /** the indicator it counts against, null where it is shown without influence */
  readonly counts: string | null
}

/**
 * The warnings of a data element as SQL, the same as `checkValue` gives for a value without error. One alone counts:
 * a code absent from a table that was verified is not authoritative reference data (0105). Everything else is either
 * mended by normalising (label, legacy), explained by history or a list that is not whole (inner, category, division,
 * outside), true of test values (synthetic), or rests on a table nobody verified: it is shown and moves no figure.
 */
export function warningsOf(id: string): Warning[] {
  const one = element(id)
  const told = (key: string, sql: Warning['sql'], counts: string | null = null): Warning => ({
    rule: `${id}.${key}`,
    sql,
    counts,
  })
  switch (one.kind) {
    case 'uscc':
      return [
        told('inner', (t) => `(${faultSql('orgcode', `substr(${t}, 9, 9)`)}) IS NOT NULL`),
        told('category', (t) => `NOT regexp_matches(${t}, '^[1-9ANY][1-59]')`),
        told('synthetic', (t) => `substr(${t}, 3, 3) = '999'`),
      ]
    case 'bank-card':
      return [told('synthetic', (t) => `starts_with(${t}, '999999')`)]
    case 'citizen-id':
      return [
        told(
          'legacy',
          (_t, r) =>
            `length(regexp_replace(coalesce(${normalSql('text', r)}, ${r}), '[^0-9Xx]', '', 'g')) = 15`,
        ),
        told('synthetic', (t) => `starts_with(${t}, '999')`),
        told('division', (t) => `NOT starts_with(${t}, '9') AND substr(${t}, 1, 2) NOT IN (${provinces()})`),
      ]
    case 'decimal': {
      const [min, max] = { longitude: [73, 136], latitude: [3, 54] }[id] ?? []
      return min === undefined
        ? []
        : [told('outside', (t) => `(try_cast(${t} AS DOUBLE) < ${min} OR try_cast(${t} AS DOUBLE) > ${max})`)]
    }
    case 'division':
      return [told('division', unlistedDivision)]
    case 'code': {
      const table = codeTable(one.table ?? '')
      const listed = (t: string) =>
        `contains(${literal(`|${codesOf(table).join('|')}|`)}, '|' || ${t} || '|')`
      return [
        told('unlisted', (t) => `NOT ${listed(t)}`, table.evidence === 'unverified' ? null : '0105'),
        told('label', (t, r) => `${listed(t)} AND ${t} <> ${foldedSql(one, r)}`),
      ]
    }
    default:
      return []
  }
}

/** What a coded value is before it becomes a code: half-width, without blanks, in the element's own writing. */
function foldedSql({ fold = {}, rewrite = [] }: ReturnType<typeof element>, r: string): string {
  let text = `coalesce(${normalSql('text', r)}, trim(${r}))`
  for (const sign of fold.squeeze ?? '') text = `replace(${text}, ${literal(sign)}, '')`
  if (fold.upper) text = `translate(${text}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')`
  for (const [pattern, by] of rewrite)
    text = `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)}, 'g')`
  return text
}

function unlistedDivision(t: string): string {
  const { complete = [] } = codeTable('division')
  const listed = literal(`|${codesOf(codeTable('division')).join('|')}|`)
  const known = complete.map((prefix) => literal(prefix)).join(', ') || 'NULL'
  return `substr(${t}, 1, 2) NOT IN (${known}) AND NOT contains(${listed}, '|' || substr(${t}, 1, 6) || '|')`
}

function provinces(): string {
  const prefixes = new Set([...codesOf(codeTable('division')).map((code) => code.slice(0, 2)), '83'])
  return [...prefixes].map((prefix) => literal(prefix)).join(', ')
}

function codesOf(table: CodeTable): string[] {
  return table.values.map(({ code }) => code)
}

/** Which warnings hold, as bits in their order; none of a missing value. */
export function warnBitsSql(warnings: readonly Warning[], t: string, r: string): string {
  if (warnings.length === 0) return '0::UTINYINT'
  const bits = warnings.map(({ sql }, i) => `CASE WHEN ${sql(t, r)} THEN ${1 << i} ELSE 0 END`).join(' + ')
  return `CASE WHEN ${t} IS NULL THEN 0::UTINYINT ELSE CAST(${bits} AS UTINYINT) END`
}
