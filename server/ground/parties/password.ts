import { hash, verify } from '@node-rs/argon2'
import { randomSecret } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { UnknownRule } from '../../base/rules/index.ts'
import { commonWords } from './common-words.ts'
import { refuse } from './problems.ts'

/** OWASP's setting for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A hash takes 19 MiB and a thread for 20 to 30 ms: two at once, a bounded line behind them. */
const atOnce = 2
const lineLimit = 100

/** ASVS 5.0 6.2.1 and 6.2.9; a rule pack may ask for more. */
const minimumCharacters = 15
/** What must remain when login, organisation and common words are taken out. */
const minimumOwnCharacters = 8

let running = 0
const line: (() => void)[] = []

/** Hashes a password with argon2id; 429 when a hundred wait already. */
export function hashPassword(password: string): Promise<string> {
  return inLine(() => hash(password, cost))
}

/** Compares a password; without a stored hash it takes as long and is never right. */
export function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  return inLine(async () => {
    const right = await verify(stored ?? (await decoy()), password)
    return right && stored !== null
  })
}

/** Refuses a short password and one made of common words, the login or the organisation (ASVS 6.2.4, 6.2.11). */
export function refuseWeak(ctx: Ctx, password: string, words: readonly string[]): void {
  const least = minimumOf(ctx)
  if ([...password].length < least) {
    throw refuse.weakPassword({ whyZh: `少于 ${least} 个字符`, whyEn: `fewer than ${least} characters` })
  }
  const [login = ''] = words
  const low = password.toLowerCase()
  if (login !== '' && low.includes(login.toLowerCase())) {
    throw refuse.weakPassword({ whyZh: '含有账号', whyEn: 'it holds the login' })
  }
  if (ownPart(low, words).length >= minimumOwnCharacters) return
  throw refuse.weakPassword({
    whyZh: '主要由常用词、单位名称或重复字符组成',
    whyEn: 'it is mostly common words, the organisation’s name or repetition',
  })
}

function ownPart(password: string, words: readonly string[]): string {
  const parts = words.flatMap((word) => [word, ...word.split(/[\s._@-]+/)]).map((word) => word.toLowerCase())
  const banned = [...parts, ...commonWords].filter((word) => [...word].length >= 3)
  const rest = banned
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), password)
  return [...new Set(rest)].join('')
}

function minimumOf(ctx: Ctx): number {
  try {
    return Math.max(
      minimumCharacters,
      ctx.rules.param<number>('local.identity.password', 'minimumCharacters'),
    )
  } catch (error) {
    if (error instanceof UnknownRule) return minimumCharacters
    throw error
  }
}

let decoyHash: Promise<string> | undefined

function decoy(): Promise<string> {
  decoyHash ??= hash(randomSecret(), cost)
  return decoyHash
}

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (line.length >= lineLimit) throw refuse.signInBusy()
    await new Promise<void>((resolve) => line.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The place goes straight to the next in line, so nobody can slip in between.
    const next = line.shift()
    if (next) next()
    else running -= 1
  }
}
