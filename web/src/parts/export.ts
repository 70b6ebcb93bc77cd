/** Most rows a browser is asked to hold for an export; larger sets are files of the server. */
export const exportLimit = 10_000

interface ExportColumn<Row> {
  readonly title: string
  text(row: Row): string | number | null | undefined
}

/** RFC 4180 with a byte order mark for Excel; cells that a spreadsheet would run as a formula are quoted with '. */
export function writeCsv<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row) ?? '')),
  ]
  return `\ufeff${lines.map((cells) => cells.map(writeCell).join(',')).join('\r\n')}\r\n`
}

function writeCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Hands a text to the reader as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export interface Page<Row> {
  readonly items: readonly Row[]
  readonly next?: string | undefined
}

/** Walks a list to its end, or to the limit. */
export async function readAll<Row>(
  load: (page: { cursor?: string; limit: number }) => Promise<Page<Row>>,
  onRows: (count: number) => void,
): Promise<{ rows: Row[]; capped: boolean }> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await load({ limit: 200, ...(cursor !== undefined && { cursor }) })
    rows.push(...page.items)
    onRows(rows.length)
    cursor = page.next
  } while (cursor !== undefined && rows.length < exportLimit)
  return { rows: rows.slice(0, exportLimit), capped: cursor !== undefined }
}
