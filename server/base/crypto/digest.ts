import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 of bytes, or of a text in UTF-8: 32 bytes. */
export function sha256(input: Uint8Array | string): Uint8Array {
  return hash('sha256', input, 'buffer')
}

/** SHA-256 in lower-case hexadecimal: 64 characters. */
export function sha256Hex(input: Uint8Array | string): string {
  return hash('sha256', input, 'hex')
}

/** HMAC-SHA-256: 32 bytes. */
export function hmacSha256(key: Uint8Array, input: Uint8Array | string): Uint8Array {
  return createHmac('sha256', key).update(input).digest()
}

/** A fresh secret of 256 random bits in base64url (43 characters): sessions, tokens, API keys. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * The form in which a secret of `randomSecret` is stored: SHA-256 in hexadecimal.
 * Not for passwords, which people choose and which need a slow hash.
 */
export function hashSecret(secret: string): string {
  return sha256Hex(secret)
}

/** Compares two secrets, MACs or digests without telling by its time where they differ. */
export function sameSecret(a: Uint8Array | string, b: Uint8Array | string): boolean {
  // Hashing first makes the lengths equal, so that even the length is not told.
  return timingSafeEqual(sha256(a), sha256(b))
}
