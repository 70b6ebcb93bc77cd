import type { DeltaColumn } from './types.ts'

/** What the engine returns for one column of a written file. */
export interface ColumnFacts {
  min?: string
  max?: string
  nulls: number
  hasNan: boolean
}

const prefixLength = 32
// Beyond fifteen digits readers that parse decimals as doubles would round a bound the wrong way.
const exactDigits = 15

/**
 * Delta's `stats` of one file as JSON text: rows, bounds and nulls of `columns`. A bound is left out
 * where none can be given that holds in every reader (NaN, infinity, years before 1 or after 9999, long decimals).
 */
export function formatStats(
  rows: number,
  columns: readonly DeltaColumn[],
  facts: ReadonlyMap<string, ColumnFacts>,
): string {
  const minValues: string[] = []
  const maxValues: string[] = []
  const nullCount: string[] = []
  for (const column of columns) {
    const fact = facts.get(column.name)
    if (!fact) continue
    const key = JSON.stringify(column.name)
    nullCount.push(`${key}:${fact.nulls}`)
    if (fact.min === undefined || fact.max === undefined || fact.hasNan) continue
    const lowest = formatBound(column, fact.min, 'min')
    const highest = formatBound(column, fact.max, 'max')
    if (lowest !== null) minValues.push(`${key}:${lowest}`)
    if (highest !== null) maxValues.push(`${key}:${highest}`)
  }
  const bounds = `"minValues":{${minValues.join()}},"maxValues":{${maxValues.join()}}`
  return `{"numRecords":${rows},${bounds},"nullCount":{${nullCount.join()}}}`
}

/** The largest text of at most 32 characters' prefix rounded up; null when it cannot be rounded up. */
export function roundTextUp(text: string): string | null {
  const characters = Array.from(text)
  if (characters.length <= prefixLength) return text
  const prefix = characters.slice(0, prefixLength)
  for (let at = prefix.length - 1; at >= 0; at -= 1) {
    const next = followingCharacter(prefix[at] ?? '')
    if (next !== null) return prefix.slice(0, at).join('') + next
  }
  return null
}

// JSON text is made by hand because whole numbers beyond 2^53 must keep every digit.
function formatBound(column: DeltaColumn, value: string, side: 'min' | 'max'): string | null {
  switch (column.type) {
    case 'string':
      return formatText(value, side)
    case 'long':
    case 'integer':
      return /^-?\d+$/.test(value) ? value : null
    case 'double':
      return Number.isFinite(Number(value)) ? JSON.stringify(Number(value)) : null
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) ? JSON.stringify(value) : null
    case 'timestamp':
      return formatInstant(value, side)
    case 'boolean':
      return null
    default:
      return value.replace(/\D/g, '').length <= exactDigits && /^-?\d+(\.\d+)?$/.test(value) ? value : null
  }
}

function formatText(value: string, side: 'min' | 'max'): string | null {
  if (side === 'min') return JSON.stringify(Array.from(value).slice(0, prefixLength).join(''))
  const rounded = roundTextUp(value)
  return rounded === null ? null : JSON.stringify(rounded)
}

// Delta keeps milliseconds: down for the smallest, up for the largest, so that both stay bounds.
function formatInstant(value: string, side: 'min' | 'max'): string | null {
  const parts =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(value)
  if (!parts) return null
  const [, day, time, fraction = '', sign, hours, minutes = '0', seconds = '0'] = parts
  const micros = Number(fraction.padEnd(6, '0'))
  const offsetMs =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1000 : 1000)
  const ms = side === 'min' ? Math.floor(micros / 1000) : Math.ceil(micros / 1000)
  return JSON.stringify(new Date(Date.parse(`${day}T${time}Z`) - offsetMs + ms).toISOString())
}

/**
 * The next character that sorts later both by code point (UTF-8, most readers) and by UTF-16 unit
 * (readers on the JVM that compare Java strings).
 */
function followingCharacter(character: string): string | null {
  const code = character.codePointAt(0)
  if (code === undefined || code === 0xffff || code === 0x10ffff) return null
  return String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1)
}
