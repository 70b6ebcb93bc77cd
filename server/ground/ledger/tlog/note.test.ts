import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import type { Signer } from '../../../base/crypto/index.ts'
import { append, emptyFrontier, leafHash, nodeHash, rootOf } from './merkle.ts'
import {
  checkpointText,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseVerifier,
  signCheckpoint,
  signNote,
  verifierOf,
  writeVerifier,
} from './note.ts'
import { openReceipt, parseReceipt, writeReceipt } from './proof.ts'

const origin = 'zhishu.example/ledger'
const log = makeSigner('ledger')
const witness = makeSigner('audit')
const logKey = verifierOf(origin, log.publicKey)
const witnessKey = verifierOf('audit.example', witness.publicKey)

test('the note in the documentation of Go x/mod/sumdb/note opens under its published key', () => {
  const key = parseVerifier('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const signature =
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
  assert.ok(key)
  assert.equal(openNote(`${text}\n${signature}`, [key])?.text, text.replace('\u2019', "'"))
})

test('a key is passed on as text, and a text whose hash is not its own is refused', () => {
  const text = writeVerifier(logKey)
  assert.deepEqual(parseVerifier(text), logKey)
  assert.equal(parseVerifier(text.replace('+', '2+')), undefined)
  assert.equal(parseVerifier(`${text}AA`), undefined)
})

test('a note opens for those whose key signed it, whoever else signed', () => {
  const note = signNote('text\n', origin, log)
  const both = note + signNote('text\n', 'audit.example', witness).slice('text\n\n'.length)
  assert.deepEqual(openNote(both, [witnessKey])?.by, [witnessKey])
  assert.deepEqual(openNote(both, [logKey, witnessKey])?.by, [logKey, witnessKey])
  assert.equal(openNote(note, [witnessKey]), undefined)
  assert.equal(openNote(note.replace('text', 'Text'), [logKey]), undefined)
  assert.equal(openNote(note.slice(0, -1), [logKey]), undefined)
})

test('a checkpoint is origin, size and root, and counts only if the log signed it', () => {
  const checkpoint = { origin, size: 20_852_163, root: leafHash('root') }
  assert.deepEqual(parseCheckpoint(checkpointText(checkpoint)), {
    ...checkpoint,
    root: Buffer.from(checkpoint.root),
  })
  assert.equal(openCheckpoint(signCheckpoint(checkpoint, log), [logKey])?.size, 20_852_163)
  assert.equal(
    openCheckpoint(signNote(checkpointText(checkpoint), 'audit.example', witness), [witnessKey]),
    undefined,
  )
  for (const text of ['a\n01\n', 'a\n-1\n', 'a\n9007199254740993\n'])
    assert.equal(parseCheckpoint(`${text}${Buffer.from(checkpoint.root).toString('base64')}\n`), undefined)
})

test('a receipt proves its entry and no other', () => {
  const root = nodeHash(leafHash('first'), leafHash('second'))
  const checkpoint = signCheckpoint({ origin, size: 2, root }, log)
  const receipt = writeReceipt({
    index: 1,
    proof: [leafHash('first')],
    checkpoint,
    extra: Buffer.from('led_1'),
  })
  assert.deepEqual(receipt.split('\n').slice(0, 3), ['c2sp.org/tlog-proof@v1', 'extra bGVkXzE=', 'index 1'])
  assert.equal(parseReceipt(receipt)?.extra?.toString(), 'led_1')
  assert.equal(openReceipt(receipt, 'second', [logKey])?.size, 2)
  assert.equal(openReceipt(receipt, 'first', [logKey]), undefined)
  assert.equal(openReceipt(receipt.replace('index 1', 'index 0'), 'second', [logKey]), undefined)
  assert.equal(openReceipt(receipt, 'second', [witnessKey]), undefined)
  assert.equal(parseReceipt(receipt.replace('index 1', 'index 01')), undefined)
})

test('a receipt in a tree of one entry has no siblings', () => {
  const tree = append(emptyFrontier, [leafHash('only')])
  const checkpoint = signCheckpoint({ origin, size: 1, root: rootOf(tree) }, log)
  const receipt = writeReceipt({ index: 0, proof: [], checkpoint })
  assert.equal(openReceipt(receipt, 'only', [logKey])?.size, 1)
})

function makeSigner(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return { name, publicKey: raw, sign: (bytes) => sign(null, bytes, privateKey) }
}
