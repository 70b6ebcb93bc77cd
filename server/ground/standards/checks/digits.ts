/** Check digits of national and international identifiers, each with its SQL twin as a sum over positions. */

export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const citizenChecks = '10X98765432'
const orgWeights = [3, 7, 9, 10, 5, 8, 4, 2]
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
const vinSigns = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'
const vinValues = '012345678912345678123457923456789'
/** Position of a digit here is its double with the digits added up (Luhn). */
const luhnDoubles = '0516273849'

/** GB 32100-2015: the check character of the first 17. */
export function usccCheck(body: string): string {
  const sum = usccWeights.reduce(
    (sofar, weight, at) => sofar + usccAlphabet.indexOf(body.charAt(at)) * weight,
    0,
  )
  return usccAlphabet.charAt((31 - (sum % 31)) % 31)
}

/** GB 11714-1997: the check character of the first 8. */
export function orgCheck(body: string): string {
  const rest =
    11 - (orgWeights.reduce((sofar, weight, at) => sofar + base36(body.charAt(at)) * weight, 0) % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

/** GB 11643-1999, ISO 7064 MOD 11-2 over 17 digits. */
export function citizenCheck(body: string): string {
  return citizenChecks.charAt(
    citizenWeights.reduce((sofar, weight, at) => sofar + Number(body.charAt(at)) * weight, 0) % 11,
  )
}

/** ISO 7064 MOD 11,10: the check digit of a run of digits. */
export function mod11x10(body: string): string {
  let rest = 10
  for (const digit of body) rest = (((rest + Number(digit)) % 10 || 10) * 2) % 11
  return String((11 - rest) % 10)
}

/** ISO 7064 MOD 37,36 over digits and letters (electronic certificates). */
export function mod37x36(body: string): string {
  let rest = 36
  for (const sign of body) rest = (((rest + base36(sign)) % 36 || 36) * 2) % 37
  return '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt((37 - rest) % 36)
}

/** Luhn (ISO/IEC 7812) over all digits. */
export function luhnPasses(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charAt(digits.length - 1 - at)
    sum += at % 2 === 0 ? Number(digit) : luhnDoubles.indexOf(digit)
  }
  return sum % 10 === 0
}

/** GB 16735: the check character at the ninth place of 17. */
export function vinCheck(vin: string): string {
  const value = (sign: string) => Number(vinValues.charAt(vinSigns.indexOf(sign)))
  const rest = vinWeights.reduce((sofar, weight, at) => sofar + value(vin.charAt(at)) * weight, 0) % 11
  return rest === 10 ? 'X' : String(rest)
}

/** True when the 18 characters in `v` carry the right check; ASCII text of the right shape assumed. */
export function usccPassesSql(v: string): string {
  const sum = usccWeights.map((weight, at) =>
    term(at >= 2 && at < 8 ? digitSql(v, at) : signSql(v, at, usccAlphabet), weight),
  )
  return `(31 - (${sum.join(' + ')}) % 31) % 31 = ${signSql(v, 17, usccAlphabet)}`
}

export function orgPassesSql(v: string): string {
  const sum = orgWeights.map((weight, at) =>
    term(signSql(v, at, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), weight),
  )
  return `substr('0X987654321', (${sum.join(' + ')}) % 11 + 1, 1) = substr(${v}, 9, 1)`
}

/** The check character of the 17 digits in `v`, as SQL. */
export function citizenCheckSql(v: string): string {
  const sum = citizenWeights.map((weight, at) => term(digitSql(v, at), weight))
  return `substr('${citizenChecks}', ((${sum.join(' + ')}) % 11)::INT + 1, 1)`
}

/** Fourteen digits and the check digit of MOD 11,10; `(s + 9) % 10 + 1` is s modulo 10 with 10 for 0. */
export function mod11x10PassesSql(v: string): string {
  const rest = Array.from({ length: 14 }, (_, at) => digitSql(v, at)).reduce(
    (sofar, digit) => `((${sofar} + ${digit} + 9) % 10 + 1) * 2 % 11`,
    '10',
  )
  return `(11 - ${rest}) % 10 = ${digitSql(v, 14)}`
}

/** Luhn over 13 to 19 digits, read from the right. */
export function luhnPassesSql(v: string): string {
  return letSqlPadded(v, (padded) => {
    const sum = Array.from({ length: 19 }, (_, at) =>
      at % 2 === 0 ? digitSql(padded, at) : signSql(padded, at, luhnDoubles),
    )
    return `(${sum.join(' + ')}) % 10 = 0`
  })
}

export function vinPassesSql(v: string): string {
  const sum = vinWeights.map(
    (weight, at) =>
      `(ascii(substr('${vinValues}', strpos('${vinSigns}', substr(${v}, ${at + 1}, 1))::INT, 1)) - 48) * ${weight}`,
  )
  return `substr('0123456789X', ((${sum.join(' + ')}) % 11)::INT + 1, 1) = substr(${v}, 9, 1)`
}

function letSqlPadded(v: string, body: (padded: string) => string): string {
  return `list_transform([lpad(${v}, 19, '0')], lambda p: ${body('p')})[1]`
}

const base36 = (sign: string) => Number.parseInt(sign, 36)
const term = (value: string, weight: number) => (weight === 1 ? value : `${value} * ${weight}`)
const digitSql = (v: string, at: number) => `(ascii(substr(${v}, ${at + 1}, 1)) - 48)`
const signSql = (v: string, at: number, signs: string) =>
  `(strpos('${signs}', substr(${v}, ${at + 1}, 1)) - 1)`
