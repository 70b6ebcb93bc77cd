import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { KeyProvider } from '../../base/crypto/index.ts'

const tagBytes = 16
const nonceBytes = 12

/**
 * Seals a source's password: AES-256-GCM under a key derived from the room's secret, bound to the source's id,
 * so that a sealed text moved to another source does not open.
 */
export async function sealSecret(keys: KeyProvider, source: string, secret: string): Promise<string> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await sealingKey(keys), nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(`collect.source:${source}`))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens a sealed password; throws when it was changed or belongs to another source. */
export async function openSecret(keys: KeyProvider, source: string, sealed: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', await sealingKey(keys), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(`collect.source:${source}`))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
    'utf8',
  )
}

async function sealingKey(keys: KeyProvider): Promise<Uint8Array> {
  return new Uint8Array(
    hkdfSync('sha256', await keys.secret('collect.sources'), '', 'zhishu/collect/source-secrets', 32),
  )
}
