import { ident, literal } from '../../base/lake/index.ts'
import type { Column } from './types.ts'

// What spreadsheets take for the start of a formula (OWASP CSV injection), full-width forms included.
const starts = '=+\\-@\\t\\r\\n＝＋－＠'

/**
 * The select list of a CSV file: text that a spreadsheet would run as a formula gets a leading
 * apostrophe (ASVS 1.2.10). Numbers and days are typed and stay as they are.
 */
export function csvList(columns: readonly Column[]): string {
  return columns.map(({ name, type }) => `${csvCell(name, type)} AS ${ident(escapeFormula(name))}`).join(', ')
}

/** The same rule for a text in hand. */
export function escapeFormula(text: string): string {
  return new RegExp(`^[${starts}]`).test(text) ? `'${text}` : text
}

function csvCell(name: string, type: string): string {
  const column = ident(name)
  if (type !== 'string') return column
  return `CASE WHEN regexp_matches(${column}, ${literal(`^[${starts}]`)}) THEN '''' || ${column} ELSE ${column} END`
}
