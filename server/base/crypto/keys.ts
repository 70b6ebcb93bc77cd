import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** An Ed25519 key that signs and never shows itself. */
export interface Signer {
  readonly name: string
  /** The public key as 32 raw bytes (RFC 8032). */
  readonly publicKey: Uint8Array
  /** Signs bytes: 64 bytes (RFC 8032). */
  sign(bytes: Uint8Array): Uint8Array
}

/** Where keys live: files here, a hardware module behind the same three lines elsewhere. */
export interface KeyProvider {
  /** The signing key of this name, made at first use. */
  signer(name: string): Promise<Signer>
  /** The 256-bit HMAC key of this name, made at first use. */
  secret(name: string): Promise<Uint8Array>
}

/**
 * Keeps keys as files in a directory of its own (mode 0700; files 0600, PKCS#8 PEM for Ed25519).
 * A key file that others may read is refused: its owner must decide whether the key is still a secret.
 */
export function openKeys(directory: string): KeyProvider {
  const signers = new Map<string, Promise<Signer>>()
  const secrets = new Map<string, Promise<Uint8Array>>()
  return {
    signer: (name) => once(signers, name, () => openSigner(directory, name)),
    secret: (name) => once(secrets, name, () => openSecret(directory, name)),
  }
}

async function openSigner(directory: string, name: string): Promise<Signer> {
  const pem = await readOrMake(directory, `${keyName(name)}.ed25519.pem`, () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  )
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`The key ${name} is not an Ed25519 key`)
  return { name, publicKey: rawPublicKey(key), sign: (bytes) => sign(null, bytes, key) }
}

async function openSecret(directory: string, name: string): Promise<Uint8Array> {
  const text = await readOrMake(directory, `${keyName(name)}.secret`, () =>
    randomBytes(32).toString('base64url'),
  )
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length !== 32) throw new Error(`The key ${name} is not 32 bytes long`)
  return secret
}

function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = key.export({ format: 'jwk' })
  if (x === undefined) throw new Error('The key has no public part')
  return Buffer.from(x, 'base64url')
}

function keyName(name: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(name)) throw new Error(`Not a key name: ${JSON.stringify(name)}`)
  return name
}

async function readOrMake(directory: string, file: string, make: () => string): Promise<string> {
  const path = join(directory, file)
  const found = await readSecret(path)
  if (found !== undefined) return found

  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chmod(directory, 0o700)
  await putIfAbsent(directory, path, make())
  const made = await readSecret(path)
  if (made === undefined) throw new Error(`The key file ${file} vanished while it was made`)
  return made
}

async function readSecret(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path)
    if ((mode & 0o077) !== 0)
      throw new Error(`The key file ${path} may be read by others; its mode must be 0600`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Makes the file durable before its name exists; `link` loses against another process, where `rename` would overwrite. */
async function putIfAbsent(directory: string, path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await unlink(draft)
  }
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function once<T>(made: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const found = made.get(name)
  if (found) return found
  const making = make()
  made.set(name, making)
  making.catch(() => made.delete(name))
  return making
}
