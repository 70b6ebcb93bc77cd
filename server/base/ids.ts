import { randomBytes } from 'node:crypto'

/** Makes identifiers: a three-letter prefix that tells the noun, and a part that sorts by time. */
export interface Ids {
  next(prefix: string): string
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Time-ordered identifiers: 48 bits of milliseconds and 80 of chance (the layout of UUIDv7, RFC 9562, in base 32). */
export function timeIds(now: () => number = Date.now): Ids {
  return { next: (prefix) => `${prefix}_${base32(BigInt(now()), 10)}${chance()}` }
}

/** Counting identifiers for tests: `shr_0001`, `shr_0002`, each prefix for itself. */
export function countingIds(): Ids {
  const counts = new Map<string, number>()
  return {
    next(prefix) {
      const n = (counts.get(prefix) ?? 0) + 1
      counts.set(prefix, n)
      return `${prefix}_${String(n).padStart(4, '0')}`
    },
  }
}

/** The pattern of every identifier in a path or body. */
export const idPattern = '^[a-z]{2,8}_[0-9a-z]{4,32}$'

function chance(): string {
  return base32(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)
}

function base32(value: bigint, length: number): string {
  let rest = value
  let text = ''
  for (let i = 0; i < length; i++) {
    text = `${alphabet[Number(rest & 31n)]}${text}`
    rest >>= 5n
  }
  return text
}
