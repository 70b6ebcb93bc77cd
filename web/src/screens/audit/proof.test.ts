import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import * as tree from '../../../../server/ground/ledger/tlog/merkle.ts'
import { signCheckpoint, verifierOf, writeVerifier } from '../../../../server/ground/ledger/tlog/note.ts'
import {
  append,
  type Bytes,
  bodyDigest,
  canonical,
  fromBase64,
  isGrowth,
  isSignedBy,
  leafHash,
  nodeHash,
  noPeaks,
  readCheckpoint,
  readKey,
  rootOf,
  rootOfPath,
  sha256,
  toBase64,
  toHex,
} from './proof.ts'
import { checkBundle, checkEntry, outcomeOf, trustOf } from './verdict.ts'

const published = {
  leaves: [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
}

test('the roots of the published example trees of RFC 6962 come out in the browser too', async () => {
  let peaks = noPeaks
  const roots = [toHex(await rootOf(peaks))]
  for (const hex of published.leaves) {
    peaks = await append(peaks, await sha256(Uint8Array.of(0), Buffer.from(hex, 'hex')))
    roots.push(toHex(await rootOf(peaks)))
  }
  assert.deepEqual(roots, published.roots)
})

test('every entry of every tree up to 40 is led to the root by the proof of the server, and by no other', async () => {
  for (let size = 1; size <= 40; size++) {
    const { read, root } = treeOf(size)
    for (let index = 0; index < size; index++) {
      const path = tree.proveInclusion(index, size, read).map(bytes)
      const leaf = await leafHash(`entry ${index}`)
      assert.deepEqual(await rootOfPath(leaf, index, size, path), root)
      assert.notDeepEqual(await rootOfPath(await leafHash('other'), index, size, path), root)
      assert.equal(await rootOfPath(leaf, index, size, [...path, leaf]), undefined)
      assert.equal(await rootOfPath(leaf, size, size, path), undefined)
    }
  }
})

test('every tree up to 24 is seen to have grown from every older one, and a touched one is not', async () => {
  for (let now = 0; now <= 24; now++) {
    for (let then = 0; then <= now; then++) {
      const [older, newer] = [treeOf(then), treeOf(now)]
      const proof = tree.proveConsistency(then, now, newer.read).map(bytes)
      const trees = [
        { size: then, root: older.root },
        { size: now, root: newer.root },
      ] as const
      assert.equal(await isGrowth(trees[0], trees[1], proof), true, `${then} → ${now}`)
      const touched = { size: then, root: await leafHash('touched') }
      assert.equal(await isGrowth(touched, trees[1], proof), false, `touched ${then} → ${now}`)
      // Every tree begins with the empty one.
      if (then > 0) assert.equal(await isGrowth(trees[0], { ...touched, size: now }, proof), false)
    }
  }
})

test('the published key of Go x/mod/sumdb/note is read, and one whose hash is not its own is not', async () => {
  const text = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  assert.equal((await readKey(text))?.id, 'c74f20a3')
  assert.equal(await readKey(text.replace('c74f20a3', 'c74f20a4')), undefined)
  assert.equal(await readKey('c74f20a3'), undefined)
})

test('a checkpoint the server signed is opened by its key alone, and only word for word', async () => {
  const log = makeLog()
  const note = signCheckpoint(
    { origin: log.name, size: 20_852_163, root: await leafHash('root') },
    log.signer,
  )
  const key = await keyOf(log)
  assert.equal(readCheckpoint(note)?.size, 20_852_163)
  assert.equal(await isSignedBy(note, key), true)
  assert.equal(await isSignedBy(note.replace('20852163', '20852164'), key), false)
  assert.equal(await isSignedBy(note, await keyOf(makeLog())), false)
  assert.equal(await isSignedBy(note, await keyOf(makeLog('another.example/log'))), false)
})

test('a key is trusted whole or by its whole fingerprint, never by its label or because the server offers it', async () => {
  const log = makeLog()
  const { text, id, fingerprint } = await keyOf(log)
  const other = (await keyOf(makeLog())).text
  const outcomes = await Promise.all(
    ['', text, fingerprint, fingerprint.toUpperCase().replace(/(..)/g, '$1:').slice(0, -1), id, other].map(
      async (pasted) => {
        const trust = await trustOf(pasted, [text])
        return trust.key ? 'key' : trust.why
      },
    ),
  )
  assert.deepEqual(outcomes, ['none', 'key', 'key', 'key', 'malformed', 'other'])
})

test('an entry holds only with its bytes, its body, its path, its signature and the auditor’s own key', async () => {
  const log = makeLog()
  const key = await keyOf(log)
  const body = { reason: '依据', fields: ['uscc', 'name'] }
  const salt = Uint8Array.from({ length: 16 }, (_, at) => at)
  const entry = canonical({ id: 'led_1', digest: await bodyDigest(salt, body) })
  const other = await leafHash('entry 0')
  const root = await nodeHash(other, await leafHash(entry))
  const evidence = { id: 'led_1', entry, body, salt: toBase64(salt) }
  const checkpoint = signCheckpoint({ origin: log.name, size: 2, root }, log.signer)
  const inclusion = { index: 1, size: 2, path: [toBase64(other)], checkpoint }
  const judge = async (changed: Partial<typeof evidence>, pasted = key.text, moved = inclusion) =>
    outcomeOf(
      await checkEntry({ ...evidence, ...changed }, moved, await trustOf(pasted, [key.text]), [key.text]),
    )
  assert.deepEqual(
    [
      await judge({}),
      await judge({ body: null as never }),
      await judge({}, ''),
      await judge({ entry: entry.replace('led_1', 'led_2') }),
      await judge({ body: { ...body, reason: '另一依据' } }),
      await judge({}, key.text, { ...inclusion, index: 0 }),
      await judge({}, (await keyOf(makeLog())).text),
    ],
    ['holds', 'holds', 'open', 'fails', 'fails', 'fails', 'fails'],
  )
})

test('a bundle is hashed as a whole: it holds as it is, and a changed entry or a dropped one does not', async () => {
  const log = makeLog()
  const key = await keyOf(log)
  const lines: string[] = [JSON.stringify({ zhishuLedger: 1, origin: log.name, size: 5 })]
  let peaks = noPeaks
  for (let index = 0; index < 5; index++) {
    const salt = Uint8Array.of(index)
    const entry = canonical({ id: `led_${index}`, digest: await bodyDigest(salt, { index }) })
    const leaf = await leafHash(entry)
    lines.push(JSON.stringify({ index, leaf: toBase64(leaf), entry, salt: toBase64(salt), body: { index } }))
    peaks = await append(peaks, leaf)
    if (index % 2 === 0) {
      const checkpoint = { origin: log.name, size: peaks.size, root: await rootOf(peaks) }
      lines.push(JSON.stringify({ checkpoint: signCheckpoint(checkpoint, log.signer), peaks: [] }))
    }
  }
  const judge = async (from: readonly string[]) =>
    (await checkBundle(each(from), key)).faults.map(({ kind }) => kind)
  const changed = lines.map((line) => line.replace('led_1', 'led_9'))
  assert.deepEqual(await judge(lines), [])
  assert.deepEqual(await judge(changed), ['leaf', 'root', 'root'])
  assert.deepEqual((await judge(lines.filter((line) => !line.includes('led_1'))))[0], 'order')
  assert.deepEqual(await judge(lines.slice(0, -1)), ['uncovered'])
})

test('base64 counts only as it is written canonically', () => {
  assert.deepEqual(fromBase64('AAE='), Uint8Array.of(0, 1))
  assert.equal(fromBase64('AAF='), undefined)
  assert.equal(fromBase64(''), undefined)
})

function treeOf(size: number): { root: Bytes; read: tree.ReadNode } {
  const leaves = Array.from({ length: size }, (_, index) => tree.leafHash(`entry ${index}`))
  const read: tree.ReadNode = ({ level, index }) => {
    const width = 2 ** level
    return tree.rootOf(tree.append(tree.emptyFrontier, leaves.slice(index * width, (index + 1) * width)))
  }
  return { root: bytes(tree.rootOf(tree.append(tree.emptyFrontier, leaves))), read }
}

function bytes(hash: Uint8Array): Bytes {
  return new Uint8Array(hash)
}

type Log = ReturnType<typeof makeLog>

function makeLog(name = 'zhishu.example/ledger') {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const signer = { name, publicKey: raw, sign: (it: Uint8Array) => sign(null, it, privateKey) }
  return { name, signer }
}

async function keyOf({ name, signer }: Log) {
  const key = await readKey(writeVerifier(verifierOf(name, signer.publicKey)))
  if (!key) throw new Error('the key of a ledger reads')
  return key
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
