import { hmacSha256 } from '../../base/crypto/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import type { AccessPlan } from '../../ground/policy/index.ts'

const blockBytes = 64
/** 128 bits: enough to join on, too long to meet by chance. */
const tokenHexDigits = 32

/** Key material of one recipient and purpose as the two padded blocks of HMAC (RFC 2104), hexadecimal. */
export interface TokenKey {
  readonly inner: string
  readonly outer: string
}

/** Other recipients and other purposes get other tokens for the same value, so these cannot be joined. */
export async function tokenKey(ctx: Ctx, { applicant, purpose }: AccessPlan): Promise<TokenKey> {
  const root = await ctx.keys.secret('serve.tokens')
  return padKey(hmacSha256(root, `${applicant}\n${purpose}`))
}

/** HMAC-SHA-256 of a text column as SQL; `inner` and `outer` are places of bound parameters. */
export function tokenSql(value: string, inner: string, outer: string): string {
  const first = `sha256(unhex(${inner}) || encode(${value}))`
  return `left(sha256(unhex(${outer}) || unhex(${first})), ${tokenHexDigits})`
}

export function padKey(key: Uint8Array): TokenKey {
  const block = Buffer.alloc(blockBytes)
  block.set(key)
  const padded = (sign: number) => Buffer.from(block.map((byte) => byte ^ sign)).toString('hex')
  return { inner: padded(0x36), outer: padded(0x5c) }
}
