import { hmacSha256, sameSecret } from '../../../base/crypto/index.ts'

/**
 * Addresses of files that carry their own permission for a while. The parameter names are those of
 * S3: delta-kernel treats an address as presigned only when it knows one of them (`is_presigned`).
 */
const algorithm = 'ZHISHU-HMAC-SHA256'

export interface Presigning {
  /** path of the address, percent-encoded as it will be requested */
  readonly path: string
  /** the token it was given to, sealed */
  readonly credential: string
  readonly at: Date
  readonly lifeSeconds: number
}

/** The query of a presigned address. */
export function presign(key: Uint8Array, { path, credential, at, lifeSeconds }: Presigning): string {
  const date = basicInstant(at)
  const signature = signatureOf(key, path, credential, date, String(lifeSeconds))
  const query = new URLSearchParams({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': credential,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(lifeSeconds),
    'X-Amz-Signature': signature,
  })
  return `${path}?${query}`
}

export type Presigned = { readonly credential: string } | 'forged' | 'expired'

/** Whose address this is, or why it is not to be honoured. */
export function readPresigned(
  key: Uint8Array,
  path: string,
  query: Readonly<Record<string, unknown>>,
  now: Date,
): Presigned {
  const text = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')
  const credential = text('X-Amz-Credential')
  const date = text('X-Amz-Date')
  const life = text('X-Amz-Expires')
  if (text('X-Amz-Algorithm') !== algorithm) return 'forged'
  if (!sameSecret(text('X-Amz-Signature'), signatureOf(key, path, credential, date, life))) return 'forged'
  const startsAtMs = instantOf(date)
  if (now.getTime() >= startsAtMs + Number(life) * 1000) return 'expired'
  return { credential }
}

function signatureOf(key: Uint8Array, path: string, credential: string, date: string, life: string): string {
  const signed = [algorithm, path, credential, date, life].join('\n')
  return Buffer.from(hmacSha256(key, signed)).toString('hex')
}

function basicInstant(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function instantOf(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  if (!parts) return Number.NEGATIVE_INFINITY
  const [, year, month, day, hours, minutes, seconds] = parts.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hours ?? 0, minutes ?? 0, seconds ?? 0)
}
