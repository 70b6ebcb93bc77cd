import { canonical, hmacSha256, sameSecret, sha256Hex } from '../../base/crypto/index.ts'

/**
 * Writes a position as text that no caller can read for meaning or alter: JSON and its HMAC-SHA-256.
 * `scope` binds it to what it was given for (agreement, version, filter); elsewhere it does not open.
 */
export function sealPosition(key: Uint8Array, scope: string, position: readonly (string | number)[]): string {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${body}.${macOf(key, scope, body)}`
}

/** Reads a sealed position back; undefined when it was altered or belongs to another scope. */
export function openPosition(key: Uint8Array, scope: string, text: string): (string | number)[] | undefined {
  const [body, mac, more] = text.split('.')
  if (!body || !mac || more !== undefined) return undefined
  if (!sameSecret(mac, macOf(key, scope, body))) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as (string | number)[]
}

/** One digest over everything a request is bound to; equal values give equal digests. */
export function scopeOf(value: unknown): string {
  return sha256Hex(canonical(value))
}

function macOf(key: Uint8Array, scope: string, body: string): string {
  return Buffer.from(hmacSha256(key, `${scope}\n${body}`)).toString('base64url')
}
