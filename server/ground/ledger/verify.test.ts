import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical } from '../../base/crypto/index.ts'
import {
  type Item,
  keyOf,
  makeItem,
  makeSigner,
  origin,
  type Stamp,
  stamp,
  writeEvidence,
} from './evidence.fixture.ts'
import { append, emptyFrontier, leafHash, proveInclusion, rootOf } from './tlog/merkle.ts'
import { signNote } from './tlog/note.ts'
import { writeReceipt } from './tlog/proof.ts'
import { type Place, verifyBundle, verifyReceipt } from './verify.ts'

const log = makeSigner('ledger')
const keys = [keyOf(log)]
const sizes = [5, 12, 16, 25, 33, 40]
const honest = Array.from({ length: 40 }, (_, n) => makeItem(n))
const stamps = stamp(honest, sizes, log)

test('an untouched ledger is borne out to its last checkpoint', async () => {
  const verdict = await verifyBundle(writeEvidence(honest, stamps, 40), keys)
  assert.deepEqual([verdict.ok, verdict.size, verdict.checkpoints, verdict.faults], [true, 40, 6, []])
})

test('a bundle is read alike in whatever pieces it comes', async () => {
  const bytes = Buffer.from(writeEvidence([makeItem(0, { 名称: '行\u2028列' })], []).join(''))
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
    bytes.subarray(i * 7, i * 7 + 7),
  )
  assert.deepEqual(await faultsOf(pieces), [['uncovered', { from: 0, to: 1 }]])
})

test('a changed body is named by its entry', async () => {
  const items = honest.with(9, { ...at(9), body: { rows: 0 } })
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps)), [['changed', { index: 9, id: 'led_0009' }]])
})

test('a changed entry is named, though its leaf hash was left', async () => {
  const leaf = Buffer.from(leafHash(at(9).entry)).toString('base64')
  const items = honest.with(9, { ...forged(9), leaf })
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps)), [['changed', { index: 9, id: 'led_0009' }]])
})

test('a change with every hash worked out afresh is named between its two checkpoints, and what follows is borne out', async () => {
  const evidence = writeEvidence(honest.with(9, forged(9)), stamps)
  assert.deepEqual(await faultsOf(evidence), [['changed', { from: 5, to: 12 }]])
  assert.equal((await verifyBundle(evidence, keys)).checkpoints, 5)
})

test('two changes in different stretches are named apart', async () => {
  const evidence = writeEvidence(honest.with(9, forged(9)).with(30, forged(30)), stamps)
  assert.deepEqual(await faultsOf(evidence), [
    ['changed', { from: 5, to: 12 }],
    ['changed', { from: 25, to: 33 }],
  ])
})

test('a dropped entry is named by the number that is missing', async () => {
  const items = honest.map((item, index) => ({ ...item, index })).toSpliced(7, 1)
  const evidence = writeEvidence(items, stamps.map(lineAfter(7, -1)))
  assert.deepEqual(await faultsOf(evidence), [['dropped', { index: 7 }]])
})

test('a dropped entry is named between its two checkpoints when the rest was renumbered', async () => {
  const items = honest.toSpliced(7, 1)
  const fault = [['dropped', { from: 5, to: 12, count: 1 }]]
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps.map(lineAfter(7, -1)))), fault)
  assert.deepEqual(
    await faultsOf([...writeEvidence(items, stamps.slice(0, -1)), `${stamps.at(-1)?.line}\n`]),
    fault,
  )
})

test('a whole dropped stretch is named', async () => {
  const items = honest.toSpliced(5, 11)
  const rest = stamps.filter(({ size }) => size !== 12 && size !== 16).map(lineAfter(17, -11))
  assert.deepEqual(await faultsOf(writeEvidence(items, rest)), [['dropped', { from: 5, to: 25, count: 11 }]])
})

test('an entry dropped from the last stretch is named', async () => {
  const evidence = writeEvidence(honest.toSpliced(36, 1), stamps.map(lineAfter(36, -1)))
  assert.deepEqual(await faultsOf(evidence), [['dropped', { from: 33, to: 40, count: 1 }]])
})

test('an entry moved with its number is found at another place', async () => {
  const numbered = honest.map((item, index) => ({ ...item, index }))
  const items = [
    ...numbered.slice(0, 7),
    at(8, numbered),
    at(9, numbered),
    at(7, numbered),
    ...numbered.slice(10),
  ]
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps)), [
    ['reordered', { index: 7, id: 'led_0007' }],
  ])
})

test('entries exchanged and renumbered are found at each other’s places', async () => {
  for (const [one, two] of [
    [6, 10],
    [7, 28],
  ] as const) {
    const evidence = writeEvidence(honest.with(one, at(two)).with(two, at(one)), stamps)
    assert.deepEqual(await faultsOf(evidence), [
      ['reordered', { index: one, id: idOf(one), foundAt: two }],
      ['reordered', { index: two, id: idOf(two), foundAt: one }],
    ])
  }
})

test('an entry carried over several checkpoints is found at its new place', async () => {
  const items = honest.toSpliced(7, 1).toSpliced(27, 0, at(7))
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps)), [
    ['reordered', { index: 7, id: 'led_0007', foundAt: 27 }],
  ])
})

test('an inserted entry is named, numbered as it is or twice', async () => {
  const items = honest.toSpliced(20, 0, makeItem(99))
  const place = { index: 20, id: 'led_0099' }
  assert.deepEqual(await faultsOf(writeEvidence(items, stamps.map(lineAfter(20, 1)))), [['inserted', place]])
  const numbered = honest.map((item, index) => ({ ...item, index }))
  const twice = numbered.toSpliced(21, 0, { ...makeItem(99), index: 20 })
  assert.deepEqual(await faultsOf(writeEvidence(twice, stamps.map(lineAfter(21, 1)))), [['inserted', place]])
})

test('entries behind the last checkpoint are not taken on trust', async () => {
  const evidence = writeEvidence([...honest, makeItem(40)], stamps)
  assert.deepEqual(await faultsOf(evidence), [['uncovered', { from: 40, to: 41 }]])
})

test('a checkpoint of another key is forged, and a whole history signed by it proves nothing', async () => {
  const thief = makeSigner('ledger')
  const items = honest.with(9, forged(9))
  const faults = await faultsOf(writeEvidence(items, stamp(items, [40], thief), 40))
  assert.deepEqual(faults, [
    ['forged', { line: 42 }],
    ['uncovered', { from: 0, to: 40 }],
  ])
})

test('a checkpoint rewritten under its signature, or of another log, is forged', async () => {
  const note = stamps[1]?.note ?? ''
  const foreign = signNote(
    note.split('\n\n')[0]?.replace(origin, 'other.example/log').concat('\n') ?? '',
    origin,
    log,
  )
  for (const forgery of [note.replace('\n12\n', '\n11\n'), foreign]) {
    const line = JSON.stringify({ checkpoint: forgery })
    const evidence = writeEvidence(honest, stamps.with(1, { size: 12, note: forgery, line }))
    assert.deepEqual(await faultsOf(evidence), [['forged', { line: 15 }]])
  }
})

test('subtrees that are not under the signed root lead nobody on', async () => {
  const items = honest.with(9, forged(9))
  const [, lying] = stamp(items, sizes, log)
  const line = JSON.stringify({
    ...JSON.parse(stamps[1]?.line ?? ''),
    peaks: JSON.parse(lying?.line ?? '').peaks,
  })
  const evidence = writeEvidence(items, stamps.with(1, { size: 12, note: '', line }))
  assert.deepEqual(await faultsOf(evidence), [
    ['changed', { from: 5, to: 12 }],
    ['uncovered', { from: 12 }],
  ])
})

test('a bundle cut short is named, also when the auditor alone knows a later checkpoint', async () => {
  const whole = writeEvidence(honest, stamps, 40)
  assert.deepEqual(await faultsOf(whole.slice(0, 28)), [
    ['uncovered', { from: 16, to: 24 }],
    ['truncated', { from: 24, to: 40 }],
  ])
  const shorter = writeEvidence(honest.slice(0, 33), stamps.slice(0, 5), 33)
  assert.deepEqual(await faultsOf(shorter), [])
  const known = [stamps.at(-1)?.note ?? '']
  assert.deepEqual(await faultsOf(shorter, known), [['truncated', { from: 33, to: 40 }]])
})

test('a log that shows two histories is caught by a checkpoint the auditor holds', async () => {
  const other = honest.with(9, forged(9))
  const known = stamp(other, [20], log).map(({ note }) => note)
  assert.deepEqual(await faultsOf(writeEvidence(honest, stamps), known), [['forked', { to: 20 }]])
})

test('an erased body is told and is no fault; only a recorded erasure is told as recorded', async () => {
  const items = [...honest.slice(0, 12), makeItem(12, { reason: '到期' }, 'ledger.erased', 'led_0003')]
  const signed = stamp(items, [13], log)
  const bare = items
    .with(3, { ...at(3), body: null, salt: null })
    .with(4, { ...at(4), body: null, salt: null })
  const verdict = await verifyBundle(writeEvidence(bare, signed), keys)
  assert.equal(verdict.ok, true)
  assert.deepEqual(verdict.erased, [
    { index: 3, id: 'led_0003', recorded: true },
    { index: 4, id: 'led_0004', recorded: false },
  ])
})

test('no single stroke on an entry passes', async () => {
  const whole = writeEvidence(honest, stamps, 40)
  const entries = [...whole.keys()].filter((i) => whole[i]?.startsWith('{"index"'))
  const stroke = fc.record({
    line: fc.constantFrom(...entries),
    deed: fc.constantFrom('drop', 'double', 'move', 'write'),
    n: fc.nat(),
  })
  await fc.assert(
    fc.asyncProperty(stroke, async ({ line, deed, n }) => {
      const text = whole[line] ?? ''
      const touched =
        { drop: [] as string[], double: [text, text], move: [], write: [strike(text, n)] }[deed] ?? []
      const lines = whole.toSpliced(line, 1, ...touched)
      if (deed === 'move') lines.splice(1 + (n % (lines.length - 1)), 0, text)
      const same =
        lines.filter((it) => it.startsWith('{"index"')).join('') === entries.map((i) => whole[i]).join('')
      assert.equal((await verifyBundle(lines, keys)).ok, same)
    }),
    { numRuns: 300 },
  )
})

test('a key that is missing or malformed stops the audit: it never comes from the bundle', async () => {
  await assert.rejects(verifyBundle([], []), /must come from the auditor/)
  await assert.rejects(verifyBundle([], ['zhishu+00000000+AAAA']), /Not a note/)
})

test('a receipt is verified by the same file', () => {
  const leaves = honest.map(({ entry }) => leafHash(entry))
  const proof = proveInclusion(9, 12, ({ level, index }) =>
    rootOf(append(emptyFrontier, leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))),
  )
  const receipt = writeReceipt({ index: 9, proof, checkpoint: stamps[1]?.note ?? '' })
  const { entry } = at(9)
  assert.deepEqual(verifyReceipt(receipt, entry, keys), {
    ok: true,
    index: 9,
    size: 12,
    origin: 'zhishu.example/ledger',
  })
  assert.equal(verifyReceipt(receipt, at(8).entry, keys).ok, false)
  assert.equal(verifyReceipt(receipt, entry, [keyOf(makeSigner('ledger'))]).ok, false)
  assert.equal(verifyReceipt(receipt.replace('index 9', 'index 8'), entry, keys).ok, false)
  assert.equal(verifyReceipt('', entry, keys).ok, false)
})

async function faultsOf(
  lines: Iterable<string | Uint8Array>,
  known: string[] = [],
): Promise<[string, Place][]> {
  const { faults } = await verifyBundle(lines, keys, known)
  return faults.map(({ kind, zh, en, ...place }) => {
    assert.ok(zh && en)
    return [kind, place]
  })
}

/** Everything about the entry made anew: only the signature cannot be. */
function forged(n: number): Item {
  const { entry, ...item } = makeItem(n, { rows: 0 })
  return { ...item, entry: canonical({ ...JSON.parse(entry), actor: 'person:nobody' }) }
}

function lineAfter(from: number, by: number) {
  return (it: Stamp) => (it.size > from ? { ...it, after: it.size + by } : it)
}

function strike(text: string, n: number): string {
  const [start, end] = [text.indexOf('"entry":"') + 9, text.indexOf('","body"')]
  const i = start + (n % (end - start))
  return text.slice(0, i) + (text[i] === 'x' ? 'y' : 'x') + text.slice(i + 1)
}

function at(n: number, items: readonly Item[] = honest): Item {
  const item = items[n]
  if (!item) throw new RangeError(`No item ${n}`)
  return item
}

function idOf(n: number): string {
  return `led_${String(n).padStart(4, '0')}`
}
