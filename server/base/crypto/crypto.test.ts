import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { canonical, hashSecret, openKeys, randomSecret, sameSecret, sha256Hex } from './index.ts'

test('canonical JSON sorts members by UTF-16 units and writes numbers as RFC 8785 shows', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '1': 'One',
    '\ud83d\ude00': 'Emoji',
    ö: 1e21,
    n: 4.5,
  }
  const text = canonical(value)
  assert.equal(text, '{"\\r":"Carriage Return","1":"One","n":4.5,"ö":1e+21,"€":"Euro Sign","😀":"Emoji"}')
})

test('a value that JSON cannot hold is refused, not written as something else', () => {
  assert.throws(() => canonical(undefined))
  assert.throws(() => canonical({ rate: Number.NaN }))
  assert.throws(() => canonical({ name: '\ud800' }))
})

test('SHA-256 gives the digest of FIPS 180-4', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a secret has 256 bits, is stored as a digest and is compared whole', () => {
  const secret = randomSecret()
  assert.match(secret, /^[A-Za-z0-9_-]{43}$/)
  assert.notEqual(secret, randomSecret())
  assert.equal(sameSecret(hashSecret(secret), hashSecret(secret)), true)
  assert.equal(sameSecret(secret, `${secret}x`), false)
})

test('a signing key is made once, kept for its owner alone and found again after a restart', () =>
  inFolder(async (folder) => {
    const made = await openKeys(folder).signer('ledger')
    const again = await openKeys(folder).signer('ledger')
    assert.deepEqual(again.publicKey, made.publicKey)
    assert.equal(made.publicKey.length, 32)
    assert.equal((await stat(join(folder, 'ledger.ed25519.pem'))).mode & 0o777, 0o600)

    const bytes = Buffer.from('checkpoint')
    const x = Buffer.from(made.publicKey).toString('base64url')
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
    assert.equal(verify(null, bytes, key, again.sign(bytes)), true)
  }))

test('two processes that make the same key at once end up with one key', () =>
  inFolder(async (folder) => {
    const made = await Promise.all([1, 2, 3, 4].map(() => openKeys(folder).secret('tokens')))
    assert.equal(new Set(made.map((it) => Buffer.from(it).toString('hex'))).size, 1)
    assert.deepEqual(await readdir(folder), ['tokens.secret'])
  }))

test('a key file that others may read is refused', () =>
  inFolder(async (folder) => {
    await openKeys(folder).signer('ledger')
    await chmod(join(folder, 'ledger.ed25519.pem'), 0o644)
    await assert.rejects(openKeys(folder).signer('ledger'), /may be read by others/)
  }))

test('a key name that leads out of the folder is refused', () =>
  inFolder(async (folder) => {
    await assert.rejects(openKeys(folder).signer('../ledger'), /Not a key name/)
  }))

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'zhishu-keys-'))
  try {
    await work(join(root, 'keys'))
  } finally {
    await rm(root, { recursive: true })
  }
}
