/** What a representation of GB/T 19488 admits, such as an18, a..3, n..5,2 or an3..8. */
export interface Format {
  notation: string
  class: 'a' | 'n' | 'an' | 'date' | 'unlimited' | 'binary'
  min: number
  max: number
  /** Decimals, for numbers only. */
  scale: number
}

const notation = /^(an|a|n)(\d+)?(\.\.)?(\d+)?(?:,(\d+))?$/
const dates = ['YYYY', 'YYYYMM', 'YYYYMMDD', 'YYYYMMDDhhmmss', 'hhmmss']

/**
 * Reads the format notation of data-element standards (GB/T 19488, reading unverified).
 * `a` letters, `n` digits, `an` any printable text; `..` up to; `,d` decimals. Throws RangeError.
 */
export function parseFormat(text: string): Format {
  if (dates.includes(text))
    return { notation: text, class: 'date', min: text.length, max: text.length, scale: 0 }
  if (text === 'ul')
    return { notation: text, class: 'unlimited', min: 0, max: Number.POSITIVE_INFINITY, scale: 0 }
  if (text === 'bn')
    return { notation: text, class: 'binary', min: 0, max: Number.POSITIVE_INFINITY, scale: 0 }
  const found = notation.exec(text)
  if (!found) throw new RangeError(`Not a format: ${JSON.stringify(text)}`)
  const [, name, low, dots, high, decimals] = found
  const max = dots ? high : low
  if (!dots && high !== undefined) throw new RangeError(`Not a format: ${JSON.stringify(text)}`)
  if (decimals !== undefined && name !== 'n') throw new RangeError(`Only numbers have decimals: ${text}`)
  const format: Format = {
    notation: text,
    class: name as 'a' | 'n' | 'an',
    min: dots ? Number(low ?? 0) : Number(low ?? 1),
    max: max === undefined ? (dots ? Number.POSITIVE_INFINITY : 1) : Number(max),
    scale: Number(decimals ?? 0),
  }
  if (format.min > format.max || format.scale > format.max) throw new RangeError(`Not a format: ${text}`)
  return format
}

/** True when a text fits the format; digits of a number are counted without sign and point. */
export function fitsFormat(format: Format, text: string): boolean {
  if (format.class === 'unlimited') return true
  if (format.class === 'binary') return /^[01]*$/.test(text)
  if (format.class === 'date') return /^\d+$/.test(text) && text.length === format.max
  if (format.class === 'n') return fitsNumber(format, text)
  const shape = format.class === 'a' ? /^\p{L}*$/u : /^\P{Cc}*$/u
  const length = [...text].length
  return shape.test(text) && length >= format.min && length <= format.max
}

function fitsNumber({ min, max, scale }: Format, text: string): boolean {
  const found = scale > 0 ? /^-?(\d+)(?:\.(\d+))?$/.exec(text) : /^(\d+)$/.exec(text)
  if (!found) return false
  const whole = found[1]?.length ?? 0
  const decimals = found[2]?.length ?? 0
  return decimals <= scale && whole + decimals >= min && whole + decimals <= max
}
