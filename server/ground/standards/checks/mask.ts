import { foldSql, foldText, lengthOf, letSql, quote, wholeRegExp, wholeSql } from './text.ts'
import type { Mask } from './types.ts'

/** Masks that need no key; a token is made where the recipient's key is. */
export type PlainMask = Exclude<Mask, 'token'>

/** What stands for a value that must not be seen, or that does not fit its mask. */
const hidden = '***'

const compoundSurnames = [
  '欧阳',
  '太史',
  '端木',
  '上官',
  '司马',
  '东方',
  '独孤',
  '南宫',
  '万俟',
  '闻人',
  '夏侯',
  '诸葛',
  '尉迟',
  '公羊',
  '赫连',
  '澹台',
  '皇甫',
  '宗政',
  '濮阳',
  '公冶',
  '太叔',
  '申屠',
  '公孙',
  '慕容',
  '仲孙',
  '钟离',
  '长孙',
  '宇文',
  '司徒',
  '鲜于',
  '司空',
  '闾丘',
  '令狐',
  '轩辕',
  '呼延',
  '百里',
  '东郭',
  '南门',
  '西门',
  '第五',
  '拓跋',
  '完颜',
]

/** Keeps the first and last signs of a text of known shape and puts a star for each of the others. */
interface Ends {
  shape: string
  first: number
  last: number
}

const ends: Partial<Record<Mask, Ends>> = {
  'citizen-id': { shape: '[0-9]{15}|[0-9]{17}[0-9Xx]', first: 3, last: 4 },
  'citizen-id-region': { shape: '[0-9]{15}|[0-9]{17}[0-9Xx]', first: 6, last: 4 },
  mobile: { shape: '1[0-9]{10}', first: 3, last: 4 },
  phone: { shape: '[0-9-]{7,20}', first: 3, last: 2 },
  'bank-card': { shape: '[0-9]{13,19}', first: 0, last: 4 },
  plate: { shape: '\\p{Han}[A-Za-z][A-Za-z0-9\\p{Han}]{5,6}', first: 2, last: 2 },
  identifier: { shape: '[A-Za-z0-9]{6,40}', first: 1, last: 2 },
}

/**
 * Hides a value in the way of its mask; null stays null, and a value of another shape shows nothing.
 * 姓名 张*、欧阳**; 身份证 440***********1234; 手机 138****5678; 车牌 粤B***45; 地址 to the street; 坐标 three decimals; 生日 the year.
 */
export function maskValue(mask: PlainMask, value: string | null): string | null {
  if (value === null || mask === 'null') return null
  if (mask === 'clear') return value
  const x = foldText(value, squeezeOf(mask))
  const kept = ends[mask]
  if (kept) return wholeRegExp(kept.shape).test(x) ? keepEnds(x, kept) : hidden
  if (mask === 'name') return maskName(x)
  if (mask === 'email')
    return /^[^@]+@[^@]+$/.test(x) ? `${[...x][0]}***@${x.slice(x.indexOf('@') + 1)}` : hidden
  if (mask === 'address') return streetPart(x)
  if (mask === 'year') return /^[12][0-9]{3}(?:[-/.年0-9]|$)/.exec(x)?.[0].slice(0, 4) ?? hidden
  if (mask === 'coordinate') return roundCoordinate(x)
  return hidden
}

/** The DuckDB twin of maskValue; keeps to the same exact outputs. */
export function maskSql(mask: PlainMask, columnSql: string): string {
  if (mask === 'null') return 'CAST(NULL AS VARCHAR)'
  if (mask === 'clear') return `CAST(${columnSql} AS VARCHAR)`
  const folded = letSql(`CAST(${columnSql} AS VARCHAR)`, 'r', foldSql('r', squeezeOf(mask)))
  return letSql(folded, 'x', `CASE WHEN x IS NULL THEN NULL ELSE ${shownSql(mask)} END`)
}

/** 0 clear … 5 null: partial, generalise, token and fixed in between. */
export function strictnessOf(mask: Mask): number {
  if (mask === 'clear') return 0
  if (mask in ends || mask === 'name' || mask === 'email') return 1
  if (mask === 'address' || mask === 'coordinate' || mask === 'year') return 2
  if (mask === 'token') return 3
  return mask === 'fixed' ? 4 : 5
}

/**
 * The mask that hides at least as much as each of them: null > fixed > token > generalise > partial > clear.
 * Different masks of the highest rank show different parts, so together they show nothing: fixed.
 * Give all masks at once: their order does not matter.
 */
export function strictest(first: Mask, ...others: Mask[]): Mask {
  const all = [first, ...others]
  const rank = Math.max(...all.map(strictnessOf))
  const [mask = first, ...rivals] = [...new Set(all.filter((one) => strictnessOf(one) === rank))]
  if (rivals.length === 0) return mask
  return [mask, ...rivals].every((one) => one.startsWith('citizen-id')) ? 'citizen-id' : 'fixed'
}

function keepEnds(x: string, { first, last }: Ends): string {
  const signs = [...x]
  return (
    signs.slice(0, first).join('') +
    '*'.repeat(signs.length - first - last) +
    signs.slice(signs.length - last).join('')
  )
}

function maskName(x: string): string {
  const n = lengthOf(x)
  if (n < 2) return n === 0 ? '' : '*'
  const surname = n > 2 && compoundSurnames.includes(x.slice(0, 2)) ? 2 : 1
  return [...x].slice(0, surname).join('') + '*'.repeat(n - surname)
}

const street = '^.*?(?:街道|镇|乡)'
const county = '^.*?[区县市]'

function streetPart(x: string): string {
  return new RegExp(street, 'u').exec(x)?.[0] ?? new RegExp(county, 'u').exec(x)?.[0] ?? hidden
}

const coordinateShape = '-?[0-9]{1,3}(?:[.][0-9]{1,20})?'

function roundCoordinate(x: string): string {
  if (!wholeRegExp(coordinateShape).test(x)) return hidden
  const [head = '', tail = ''] = x.replace('-', '').split('.')
  const scaled = BigInt(head + tail.slice(0, 3).padEnd(3, '0')) + (tail.charAt(3) >= '5' ? 1n : 0n)
  const digits = scaled.toString().padStart(4, '0')
  const sign = x.startsWith('-') && scaled > 0n ? '-' : ''
  return `${sign}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

function shownSql(mask: PlainMask): string {
  const kept = ends[mask]
  if (kept) {
    const { shape, first, last } = kept
    const shown = `left(x, ${first}) || repeat('*', length(x) - ${first + last}) || right(x, ${last})`
    return `CASE WHEN ${wholeSql('x', shape)} THEN ${shown} ELSE '${hidden}' END`
  }
  if (mask === 'name') {
    const surname = `CASE WHEN length(x) > 2 AND substr(x, 1, 2) IN (${compoundSurnames.map(quote).join(', ')}) THEN 2 ELSE 1 END`
    return `CASE WHEN length(x) < 2 THEN repeat('*', length(x)) ELSE left(x, ${surname}) || repeat('*', length(x) - ${surname}) END`
  }
  if (mask === 'email')
    return `CASE WHEN ${wholeSql('x', '[^@]+@[^@]+')} THEN left(x, 1) || '***@' || split_part(x, '@', 2) ELSE '${hidden}' END`
  if (mask === 'address') {
    return `coalesce(nullif(regexp_extract(x, '${street}'), ''), nullif(regexp_extract(x, '${county}'), ''), '${hidden}')`
  }
  if (mask === 'year')
    return `CASE WHEN regexp_matches(x, '^[12][0-9]{3}([-/.年0-9]|$)') THEN left(x, 4) ELSE '${hidden}' END`
  if (mask === 'coordinate')
    return `CASE WHEN ${wholeSql('x', coordinateShape)} THEN CAST(try_cast(x AS DECIMAL(38, 3)) AS VARCHAR) ELSE '${hidden}' END`
  return `'${hidden}'`
}

function squeezeOf(mask: Mask): { squeeze?: string } {
  if (mask === 'plate') return { squeeze: ' ·-.' }
  return mask === 'mobile' || mask === 'bank-card'
    ? { squeeze: ' -' }
    : mask.startsWith('citizen-id')
      ? { squeeze: ' ' }
      : {}
}
