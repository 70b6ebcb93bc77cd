/** A part of a file by byte numbers, both ends included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads a `Range` header for a file of `sizeBytes` (RFC 9110 §14): `whole` without a header or with one
 * that may be ignored (other units, several parts), `outside` when nothing of the file lies in it (416).
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'outside' {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!parts) return 'whole'
  const [, from = '', to = ''] = parts
  if (from === '' && to === '') return 'whole'
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes)
    return length === 0 ? 'outside' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(from)
  const end = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  if (to !== '' && Number(to) < start) return 'whole'
  return start >= sizeBytes ? 'outside' : { start, end }
}
