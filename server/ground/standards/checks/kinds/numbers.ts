import { error, type Hit, warn } from '../faults.ts'
import { codeTable } from '../registry.ts'
import { letSql, quote, wholeRegExp, wholeSql } from '../text.ts'
import type { Element } from '../types.ts'
import { firstFault, type Kind, packedLookup } from './kind.ts'

const whole = '(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5})'

/** Numbers with thousands separators and units taken off; normal form without needless zeros. */
export const decimal: Kind = {
  fold: { squeeze: ' ' },
  read(x, element) {
    const found = wholeRegExpOf(decimalShape(element)).exec(x)
    return found ? trimZeros(roundTo(found[1] ?? '', element.scale ?? 9)) : null
  },
  judge(n, _x, element) {
    const hits: Hit[] = outOfRange(Number(n), element) ? [error('range')] : []
    if (element.id === 'longitude' && (Number(n) < 73 || Number(n) > 136)) hits.push(warn('outside'))
    if (element.id === 'latitude' && (Number(n) < 3 || Number(n) > 54)) hits.push(warn('outside'))
    return hits
  },
  readSql(x, element) {
    const shape = decimalShape(element)
    const number = `try_cast(replace(regexp_extract(${x}, ${quote(`^(?:${shape})$`)}, 1), ',', '') AS DECIMAL(38, ${element.scale ?? 9}))`
    return trimZerosSql(`CAST(${number} AS VARCHAR)`, element.scale ?? 9)
  },
  judgeSql: (n, _x, element) => rangeSql(n, element),
  shortSql: (c, element) => ({
    plain: `${wholeSql(c, shortShape(element.scale ?? 9))} AND ${c} <> '-0'`,
    good: `${rangeSql(c, element)} IS NULL`,
  }),
}

/** Numbers that are their own normal form. */
function shortShape(scale: number): string {
  return `-?(?:0|[1-9][0-9]{0,14})${scale > 0 ? `(?:[.][0-9]{0,${scale - 1}}[1-9])?` : ''}`
}

function decimalShape({ scale = 9, units = [] }: Element): string {
  const decimals = scale === 0 ? '(?:[.]0{1,9})?' : '(?:[.][0-9]{1,20})?'
  const unit = units.length > 0 ? `(?:${units.map(escaped).join('|')})?` : ''
  return `(-?${whole}${decimals})${unit}`
}

interface Money {
  amount: string
  /** ISO 4217, '' when none is stated, null when two contradict. */
  currency: string | null
}

const currencyNames = new Map<string, string>([
  ['¥', 'CNY'],
  ['￥', 'CNY'],
  ['元人民币', 'CNY'],
])
for (const { code, zh, aliases = [] } of codeTable('currency').values) {
  for (const name of [code, zh, ...aliases]) if (!/^[0-9]/.test(name)) currencyNames.set(name, code)
}
const moneyShape = '([^0-9,.-]*)(-?[0-9,]*[.]?[0-9]*)(百万|千万|万|亿)?([^0-9,.-]*?)整?'
const moneyNumber = '-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:[.][0-9]{1,6})?'
const factors: Record<string, bigint> = { 万: 10_000n, 百万: 1_000_000n, 千万: 10_000_000n, 亿: 100_000_000n }

/** Amounts with units and currencies in words: '2380（万元）', '53万港币'. */
export const money: Kind = {
  fold: { squeeze: ' ()', upper: true },
  read(x, element) {
    const found = moneyOf(x)
    if (!found || found.currency === null) return null
    if (element.currency === 'stated') return `${found.amount} ${found.currency || 'CNY'}`
    return found.currency === '' || found.currency === 'CNY' ? found.amount : null
  },
  judge: (n, _x, element) => (outOfRange(Number(n.split(' ')[0]), element) ? [error('range')] : []),
  unread: (x) => (moneyOf(x) ? 'currency' : 'format'),
  readSql(x, element) {
    const amount = `CAST(try_cast(replace(${part('number')}, ',', '') AS DECIMAL(24, 6)) * ${factorSql(part('unit'))} AS VARCHAR)`
    const short = trimZerosSql(amount, 6)
    const result =
      element.currency === 'stated'
        ? `${short} || ' ' || CASE WHEN c = '' THEN 'CNY' ELSE c END`
        : `CASE WHEN c IN ('', 'CNY') THEN ${short} END`
    return moneySql(
      x,
      `CASE WHEN ${wholeSql(part('number'), moneyNumber)} THEN ${letSql(currencySql(), 'c', result)} END`,
    )
  },
  shortSql: (c, element) => ({
    plain: element.currency === 'stated' ? 'false' : `${wholeSql(c, shortShape(6))} AND ${c} <> '-0'`,
    good: `${rangeSql(c, element)} IS NULL`,
  }),
  judgeSql: (n, _x, element) => rangeSql(`split_part(${n}, ' ', 1)`, element),
  unreadSql(x) {
    const known = `${wholeSql(part('number'), moneyNumber)} AND ${namedSql(part('before'))} IS NOT NULL AND ${namedSql(part('after'))} IS NOT NULL`
    return moneySql(x, `CASE WHEN ${known} THEN 'currency' ELSE 'format' END`)
  },
}

/** Binds `m` to the parts of an amount; all parts are empty where the shape does not fit. */
function moneySql(x: string, body: string): string {
  return letSql(
    `regexp_extract(${x}, ${quote(`^(?:${moneyShape})$`)}, ['before', 'number', 'unit', 'after'])`,
    'm',
    body,
  )
}

const part = (name: 'before' | 'number' | 'unit' | 'after') => `struct_extract(m, '${name}')`

function namedSql(name: string): string {
  return `CASE WHEN ${name} = '' THEN '' ELSE ${packedLookup(currencyNames, name)} END`
}

/** '' when no currency is stated, NULL when one is unknown or two contradict. */
function currencySql(): string {
  const one = "CASE WHEN a = '' THEN b WHEN b = '' OR a = b THEN a END"
  return letSql(namedSql(part('before')), 'a', letSql(namedSql(part('after')), 'b', one))
}

function factorSql(unit: string): string {
  const cases = Object.entries(factors).map(([name, by]) => `WHEN '${name}' THEN ${by}`)
  return `(CASE ${unit} ${cases.join(' ')} ELSE 1 END)::DECIMAL(9, 0)`
}

function moneyOf(x: string): Money | undefined {
  const found = wholeRegExpOf(moneyShape).exec(x)
  const [, before = '', number = '', unit = '', after = ''] = found ?? []
  if (!wholeRegExpOf(moneyNumber).test(number)) return undefined
  const [a, b] = [before, after].map((name) => (name === '' ? '' : currencyNames.get(name)))
  if (a === undefined || b === undefined) return undefined
  const amount = trimZeros(timesText(number.replaceAll(',', ''), factors[unit] ?? 1n))
  return { amount, currency: a === '' ? b : b === '' || a === b ? a : null }
}

function timesText(number: string, factor: bigint): string {
  const [head = '', tail = ''] = number.replace('-', '').split('.')
  const scaled = (BigInt(head + tail.padEnd(6, '0')) * factor).toString().padStart(7, '0')
  return `${number.startsWith('-') ? '-' : ''}${scaled.slice(0, -6)}.${scaled.slice(-6)}`
}

/** Half away from zero, as the engine rounds decimals. */
function roundTo(number: string, scale: number): string {
  const plain = number.replaceAll(',', '')
  const [head = '', tail = ''] = plain.replace('-', '').split('.')
  const scaled =
    BigInt(head + tail.slice(0, scale).padEnd(scale, '0')) + (tail.charAt(scale) >= '5' ? 1n : 0n)
  const digits = scaled.toString().padStart(scale + 1, '0')
  const cut = digits.length - scale
  return `${plain.startsWith('-') ? '-' : ''}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ''}`
}

function trimZeros(number: string): string {
  const short = number.includes('.') ? number.replace(/0+$/, '').replace(/\.$/, '') : number
  return short === '-0' ? '0' : short
}

function trimZerosSql(number: string, scale: number): string {
  return scale > 0 ? `rtrim(rtrim(${number}, '0'), '.')` : number
}

function outOfRange(n: number, { min, max }: Element): boolean {
  return (min !== undefined && n < min) || (max !== undefined && n > max)
}

function rangeSql(n: string, { min, max }: Element): string {
  const value = `try_cast(${n} AS DOUBLE)`
  const wrong = [
    min === undefined ? '' : `${value} < ${min}`,
    max === undefined ? '' : `${value} > ${max}`,
  ].filter(Boolean)
  return wrong.length > 0 ? firstFault([wrong.join(' OR '), 'range']) : 'NULL'
}

const compiled = new Map<string, RegExp>()
function wholeRegExpOf(shape: string): RegExp {
  const found = compiled.get(shape) ?? wholeRegExp(shape)
  compiled.set(shape, found)
  return found
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '[$&]')
