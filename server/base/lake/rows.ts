import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api'

export type Cell = Json | number | bigint

/**
 * Turns an engine value into what rooms hold: whole numbers as number when safe, else as string;
 * decimals exact as string; days 'YYYY-MM-DD'; instants ISO 8601 in UTC, naive timestamps without Z.
 */
export const toCell: DuckDBValueConverter<Cell> = (value, type) => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return toWhole(value)
  if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBTimestampTZValue) return toInstant(value.micros, 'Z') ?? value.toString()
  if (value instanceof DuckDBTimestampValue) return toInstant(value.micros, '') ?? value.toString()
  return JsonDuckDBValueConverter(value, type, JsonDuckDBValueConverter)
}

function toWhole(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

// Milliseconds always, microseconds only where they are not zero.
function toInstant(micros: bigint, zone: '' | 'Z'): string | null {
  const rest = ((micros % 1000n) + 1000n) % 1000n
  const at = new Date(Number((micros - rest) / 1000n))
  if (Number.isNaN(at.getTime())) return null
  const text = at.toISOString().slice(0, -1)
  return rest === 0n ? `${text}${zone}` : `${text}${String(rest).padStart(3, '0')}${zone}`
}
