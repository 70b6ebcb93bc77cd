import type { FaultKey, Hit } from '../faults.ts'
import type { Fold } from '../text.ts'
import type { Element } from '../types.ts'

/**
 * One way of reading and judging values, in TypeScript and in DuckDB SQL.
 * Both must agree on every text; kinds.test.ts holds them together.
 * In SQL `x` is the folded text and `n` the normal form: names, cheap to repeat. No expression may throw.
 */
export interface Kind {
  fold?: Fold
  /** The normal form, or null when the text cannot be read. */
  read(x: string, element: Element): string | null
  /** Faults of a text that was read; errors come before warnings. */
  judge(n: string, x: string, element: Element): Hit[]
  /** Why a text cannot be read; 'format' unless said otherwise. */
  unread?(x: string, element: Element): FaultKey
  readSql(x: string, element: Element): string
  /** The key of the first error as text, or NULL. */
  judgeSql(n: string, x: string, element: Element): string
  unreadSql?(x: string, element: Element): string
  /**
   * A short way for values in good order: `plain` holds only for text `c` that is its own normal form,
   * `good` then says that it has no error. `c` is a column, neither folded nor bound.
   */
  shortSql?(c: string, element: Element): { plain: string; good: string }
}

/** `CASE WHEN wrong THEN 'key' … END`: the first condition that holds names the fault. */
export function firstFault(...cases: [wrong: string, key: FaultKey][]): string {
  if (cases.length === 0) return 'NULL'
  return `CASE ${cases.map(([wrong, key]) => `WHEN ${wrong} THEN '${key}'`).join(' ')} END`
}

/** `|a=1|b=2|`: a look-up that DuckDB does fast, because the table is one constant text. */
export function packedLookup(entries: Iterable<readonly [string, string]>, x: string): string {
  const table = `|${[...entries].map(([from, to]) => `${from}=${to}`).join('|')}|`.replaceAll("'", "''")
  const found = `split_part(substr('${table}', k + length(${x}) + 2, 24), '|', 1)`
  const place = `CASE WHEN regexp_matches(${x}, '[|=]') THEN 0 ELSE strpos('${table}', '|' || ${x} || '=') END`
  return `list_transform([${place}], lambda k: CASE WHEN k > 0 THEN ${found} END)[1]`
}
