import { citizenCheck, mod11x10, orgCheck, usccAlphabet, usccCheck, vinCheck } from './digits.ts'
import { UnknownElement } from './registry.ts'

/** Numbers from 0 up to `below`, always the same ones for the same seed. */
type Chance = (below: number) => number

const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高'
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅海燕建国文婷宇晨浩然思远'
const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'

const makers: Record<string, (chance: Chance) => string> = {
  uscc(chance) {
    const head = `91999${digits(chance, 3)}MA`
    const body = head.slice(8) + Array.from({ length: 6 }, () => usccAlphabet.charAt(chance(31))).join('')
    const number = head.slice(0, 8) + body + orgCheck(body)
    return number + usccCheck(number)
  },
  orgcode(chance) {
    const body = `MA${digits(chance, 6)}`
    return body + orgCheck(body)
  },
  'citizen-id'(chance) {
    const body = `999${digits(chance, 3)}${dayText(chance).replaceAll('-', '')}${digits(chance, 3)}`
    return body + citizenCheck(body)
  },
  'business-licence'(chance) {
    const body = `999999${digits(chance, 8)}`
    return body + mod11x10(body)
  },
  'bank-card'(chance) {
    const body = `999999${digits(chance, 12)}`
    return body + luhnDigit(body)
  },
  vin(chance) {
    const body = `LZZ${Array.from({ length: 5 }, () => letters.charAt(chance(letters.length))).join('')}0${digits(chance, 8)}`
    return body.slice(0, 8) + vinCheck(body) + body.slice(9)
  },
  mobile: (chance) => `160${digits(chance, 8)}`,
  phone: (chance) => `0755-0${digits(chance, 7)}`,
  plate: (chance) => `粤Z${digits(chance, 5)}`,
  passport: (chance) => `E0${digits(chance, 7)}`,
  email: (chance) => `user${digits(chance, 6)}@example.com`,
  'person-name': (chance) =>
    surnames.charAt(chance(surnames.length)) +
    Array.from({ length: 1 + chance(2) }, () => given.charAt(chance(given.length))).join(''),
  'birth-date': dayText,
  date: dayText,
  postcode: (chance) => `9999${digits(chance, 2)}`,
}

/**
 * A valid value that belongs to nobody, always the same for one seed. Recognisable by division 999 (uscc, citizen-id),
 * registering office 999999, issuer 999999, mobile 160, plate 粤Z without 港 or 澳, example.com.
 */
export function generate(elementId: string, seed: number): string {
  const maker = makers[elementId]
  if (!maker) throw new UnknownElement(`${elementId} to generate`)
  return maker(chanceOf(elementId, seed))
}

/** The elements that generate knows. */
export function generated(): string[] {
  return Object.keys(makers)
}

/** True for a value that generate may have made. */
export function isSynthetic(elementId: string, normal: string): boolean {
  const marks: Record<string, RegExp> = {
    uscc: /^..999/,
    'citizen-id': /^999/,
    'business-licence': /^999999/,
    'bank-card': /^999999/,
    mobile: /^160/,
    plate: /^粤Z[0-9]{5}$/,
    vin: /^LZZ/,
    email: /@example\.com$/,
    postcode: /^9999/,
  }
  return marks[elementId]?.test(normal) ?? false
}

function chanceOf(name: string, seed: number): Chance {
  let state = Math.trunc(seed) | 0
  for (const sign of name) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return (below) => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296) * below)
  }
}

function digits(chance: Chance, n: number): string {
  return Array.from({ length: n }, () => chance(10)).join('')
}

function dayText(chance: Chance): string {
  return new Date(Date.UTC(1945, 0, 1) + chance(27_000) * 86_400_000).toISOString().slice(0, 10)
}

function luhnDigit(body: string): string {
  let sum = 0
  for (let at = 0; at < body.length; at += 1) {
    const digit = Number(body.charAt(body.length - 1 - at)) * (at % 2 === 0 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return String((10 - (sum % 10)) % 10)
}
