import type { FastifyReply } from 'fastify'

/** What spreadsheets take for the start of a formula (OWASP CSV injection), full-width forms included. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** One line of CSV (RFC 4180); text that a spreadsheet would run as a formula gets a leading apostrophe. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Marks an answer as a CSV file to be saved; the byte order mark lets Excel read Chinese. */
export function tellCsv(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
}

export const byteOrderMark = '\uFEFF'

function csvCell(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
