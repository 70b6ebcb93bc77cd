/**
 * The offline verifier of a Zhishu ledger: one file, nothing but node:crypto. It repeats the small hash and
 * note functions of this room on purpose, so that an auditor can read it whole and trust no other file.
 *
 *     node verify.ts '<key of the log>' ['<other keys>' …] < bundle.ndjson
 *
 * A bundle is one JSON text a line: first `{"zhishuLedger":1,"origin":…,"size":…}`, then for each entry
 * `{"index":n,"leaf":base64,"entry":"the exact leaf bytes","body":json or null,"salt":base64 or null}`, among
 * them, in order of size, `{"checkpoint":"signed note","peaks":[base64 …]}`. The peaks are the tree's complete
 * subtrees; they count only if they hash to the signed root, and let the audit go on behind a fault.
 * Trees: RFC 6962. Notes, checkpoints and receipts: C2SP signed-note, tlog-checkpoint, tlog-proof.
 */
import { createPublicKey, hash, verify } from 'node:crypto'

export type FaultKind = keyof typeof words

/**
 * Where a fault lies: at an entry (its right place `index`, its `id`, the place `foundAt` where the bundle has
 * it), within the entries `from` up to, not including, `to` (`count` of them), or in a `line` of the bundle.
 */
export type Place = Spot & Stretch
type Spot = {
  readonly index?: number
  readonly id?: string
  readonly foundAt?: number
  readonly line?: number
}
type Stretch = { readonly from?: number; readonly to?: number; readonly count?: number }
export type Fault = Place & { readonly kind: FaultKind; readonly zh: string; readonly en: string }

/** What an audit found; `size` and `root` (base64) are those of the last checkpoint that the entries bear out. */
export type Verdict = {
  readonly ok: boolean
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly checkpoints: number
  /** Entries without their body, whose digest still stands in the tree; `recorded` if the ledger says who erased it. */
  readonly erased: readonly { readonly index: number; readonly id: string; readonly recorded: boolean }[]
  readonly faults: readonly Fault[]
}

export type ReceiptVerdict =
  | { readonly ok: true; readonly index: number; readonly size: number; readonly origin: string }
  | { readonly ok: false; readonly zh: string; readonly en: string }
type Texts = readonly string[]
type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>
type Key = { name: string; id: string; publicKey: Uint8Array }
type Checkpoint = { origin: string; size: number; root: Buffer; peaks: Buffer[]; next: number }
type Tree = { size: number; peaks: Buffer[] }
type Slot = { index: number; id: string; at: string; leaf: Buffer; named: boolean }
type Window = { tree: Tree; slots: Slot[]; checkpoint: Checkpoint; moved: number; fault?: Fault | undefined }
type Audit = ReturnType<typeof openAudit>

/** how far numbers may have slipped, and how long a stretch may be, for a single entry to be searched for */
const reach = 16
const searchLimit = 2048
const emptyRoot = hash('sha256', '', 'buffer')

/**
 * Audits a bundle, read in chunks. The first key is the log's own: its name is the origin expected.
 * `known` are checkpoints the auditor got elsewhere (a witness, a receipt, last year's audit).
 */
export async function verifyBundle(chunks: Chunks, keys: Texts, known: Texts = []): Promise<Verdict> {
  const audit = openAudit(keys, known)
  for await (const line of linesOf(chunks)) {
    audit.line++
    if (line !== '') readLine(audit, line)
  }
  finish(audit)
  audit.faults.sort((a, b) => (a.index ?? a.from ?? 0) - (b.index ?? b.from ?? 0))
  const { origin, proven, checkpoints, erasures, faults } = audit
  const erased = audit.erased.map((it) => ({ ...it, recorded: erasures.has(it.id) }))
  const head = { origin, size: proven.size, root: rootOf(proven).toString('base64'), checkpoints }
  return { ok: faults.length === 0, ...head, erased, faults }
}

/** Checks a receipt (C2SP tlog-proof) of one entry, given as its exact bytes; the first key is the log's own. */
export function verifyReceipt(text: string, entry: Uint8Array | string, keys: Texts): ReceiptVerdict {
  const held = keys.map(readKey)
  const cut = text.indexOf('\n\n')
  const [, number, siblings = ''] = receiptForm.exec(text.slice(0, Math.max(cut, 0))) ?? []
  if (number === undefined) return unproven('回执格式不正确', 'The receipt is malformed')
  const checkpoint = readCheckpoint(text.slice(cut + 2), held, held[0]?.name ?? '')
  if (!checkpoint) return unproven('检查点不是该台账签发的', 'The log did not sign the checkpoint')
  const { size, root, origin } = checkpoint
  const index = Number(number)
  const path = (siblings.match(/\S+/g) ?? []).map((sibling) => Buffer.from(sibling, 'base64'))
  if (leads(leafHash(Buffer.from(entry)), index, size, path, root)) return { ok: true, index, size, origin }
  return unproven('条目不在回执所指的位置', 'The entry is not where the receipt says')
}
const receiptForm = /^c2sp\.org\/tlog-proof@v1\n(?:extra \S+\n)?index (0|[1-9]\d{0,15})((?:\n\S{44})*)$/
const unproven = (zh: string, en: string) => ({ ok: false, zh, en }) as const

function openAudit(keys: Texts, notes: Texts) {
  const held = keys.map(readKey)
  const origin = held[0]?.name
  if (origin === undefined) throw new Error('The key must come from the auditor, never from the bundle')
  const known = notes.map((note) => readCheckpoint(note, held, origin))
  if (!known.every((it) => it !== undefined)) throw new Error('The log did not sign what is given as known')
  return {
    ...{ keys: held, origin, known, line: 0, sizeStated: 0, checkpoints: 0 },
    ...{ next: 0, suspect: false, lost: false },
    queue: [] as Checkpoint[],
    /** entries read and not yet proven, by the number the bundle gives them */
    slots: new Map<number, Slot>(),
    /** the tree to go on from, and the last one that the entries themselves bear out */
    tree: { size: 0, peaks: [] } as Tree,
    proven: { size: 0, peaks: [] } as Tree,
    /** how far the bundle's numbers have slipped from the signed ones: −1 where one entry was left out */
    drift: 0,
    faults: [] as Fault[],
    aside: [] as Window[],
    broken: [] as Window[],
    erased: [] as { index: number; id: string }[],
    erasures: new Set<string>(),
  }
}

function readLine(audit: Audit, text: string): void {
  const line = parseObject(text)
  if (audit.line === 1) readHeader(audit, line)
  else if (typeof line?.checkpoint === 'string') takeCheckpoint(audit, line.checkpoint, line.peaks)
  else if (!line || !takeEntry(audit, line)) find(audit, 'malformed', { line: audit.line })
  advance(audit, false)
}

function readHeader(audit: Audit, line: Record<string, unknown> | undefined): void {
  if (line?.zhishuLedger !== 1) find(audit, 'malformed', { line: 1 })
  else if (line.origin !== audit.origin) find(audit, 'forged', { line: 1 })
  if (typeof line?.size === 'number') audit.sizeStated = line.size
}

function takeCheckpoint(audit: Audit, note: string, peaks: unknown): void {
  const { line, next, tree } = audit
  const checkpoint = readCheckpoint(note, audit.keys, audit.origin, peaks)
  const last = audit.queue.at(-1) ?? { size: tree.size, root: rootOf(tree) }
  if (!checkpoint) find(audit, 'forged', { line })
  else if (checkpoint.size > last.size) audit.queue.push({ ...checkpoint, next })
  else if (checkpoint.size < last.size) find(audit, 'reordered', { line })
  else if (!checkpoint.root.equals(last.root)) find(audit, 'forked', { to: last.size })
}

function takeEntry(audit: Audit, { index, leaf, entry, body, salt }: Record<string, unknown>): boolean {
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return false
  if (typeof leaf !== 'string' || typeof entry !== 'string') return false
  const facts = parseObject(entry) ?? {}
  const id = String(facts.id ?? '')
  const erased = body === null || body === undefined
  if (erased) audit.erased.push({ index, id })
  if (facts.kind === 'ledger.erased') audit.erasures.add(String(facts.subject))
  const borneOut = erased || (typeof salt === 'string' && digestOf(salt, body) === facts.digest)
  const hashed = leafHash(Buffer.from(entry, 'utf8'))
  const named = !borneOut || hashed.toString('base64') !== leaf
  if (named) find(audit, 'changed', { index, id })
  place(audit, { index, id, at: String(facts.at ?? ''), leaf: Buffer.from(leaf, 'base64'), named })
  return true
}

function place(audit: Audit, slot: Slot): void {
  const { index, id } = slot
  const late = index < audit.next
  const awaited =
    index >= audit.tree.size + audit.drift ||
    audit.aside.some(
      ({ tree, checkpoint, moved }) => index >= tree.size + moved && index < checkpoint.size + moved,
    )
  const second = late && (audit.slots.has(index) || !awaited)
  if (late) find(audit, second ? 'inserted' : 'reordered', { index, id })
  audit.next = Math.max(audit.next, index + 1)
  if (!second) audit.slots.set(index, { ...slot, named: slot.named || late })
}

/** Proves every stretch between two checkpoints as soon as its entries are there. */
function advance(audit: Audit, atEnd: boolean): void {
  for (;;) {
    const [checkpoint, following] = audit.queue
    if (!checkpoint || audit.lost || audit.next < checkpoint.size + audit.drift) return
    const ready = following !== undefined && audit.next >= following.size + audit.drift + reach
    if (audit.suspect && !ready && !atEnd) return
    const { tree, drift: moved } = audit
    const slots = slotsOf(audit, tree.size + moved, checkpoint.size + moved)
    const window: Window = { tree, slots, checkpoint, moved }
    if (slots.length < checkpoint.size - tree.size) {
      // Some numbers are missing: they may still come (moved), so the verdict waits for the end.
      audit.aside.push(window)
      accept(audit, checkpoint, treeOf(checkpoint))
    } else if (!settle(audit, window)) {
      audit.suspect = true
      if (!ready && !atEnd) return
      diagnose(audit, window, following)
    }
  }
}

function slotsOf({ slots }: Audit, from: number, to: number): Slot[] {
  const found = Array.from({ length: Math.max(0, to - from) }, (_, i) => slots.get(from + i))
  return found.filter((slot) => slot !== undefined)
}

/** True if the entries of the window, as they stand or put back in order, hash to the signed root. */
function settle(audit: Audit, window: Window): boolean {
  const { slots, tree, checkpoint } = window
  // The log writes each stretch in order of time, then of id: putting it back shows who was moved.
  const inTime = () => slots.toSorted((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? -1 : 1))
  const ordered = reaches(window, slots) ? slots : inTime()
  if (ordered !== slots && !reaches(window, ordered)) return false
  for (const [i, { id, index }] of ordered.entries())
    if (index !== slots[i]?.index) find(audit, 'reordered', { index: tree.size + i, id, foundAt: index })
  for (const { size, root } of audit.known)
    if (size > tree.size && size <= checkpoint.size)
      if (!rootOf(extend(tree, ordered.slice(0, size - tree.size))).equals(root))
        find(audit, 'forked', { to: size })
  audit.proven = extend(tree, ordered)
  audit.checkpoints++
  accept(audit, checkpoint, audit.proven)
  return true
}

function accept(audit: Audit, { size }: Checkpoint, tree: Tree | undefined): void {
  if (audit.aside.length === 0)
    for (let i = audit.tree.size + audit.drift - reach; i < size + audit.drift; i++) audit.slots.delete(i)
  audit.queue.shift()
  audit.suspect = false
  audit.lost = tree === undefined
  if (tree) audit.tree = tree
  else find(audit, 'uncovered', { from: size })
}

/** The window's entries are not those that were signed: what follows tells whether the numbering slipped. */
function diagnose(audit: Audit, window: Window, following: Checkpoint | undefined): void {
  const { checkpoint, tree } = window
  const [from, to] = [tree.size, checkpoint.size]
  const left = Math.min(audit.next - to - audit.drift, reach)
  const drift = following ? findDrift(audit, checkpoint, following) : left
  if (drift < 0) broken(audit, window, 'dropped', { from, to, count: -drift })
  else if (drift > 0) inserted(audit, window, drift)
  else if (!window.slots.some(({ named }) => named)) broken(audit, window, 'changed', { from, to })
  audit.drift += drift
  accept(audit, checkpoint, treeOf(checkpoint))
}

function inserted(audit: Audit, window: Window, count: number): void {
  const { tree, checkpoint } = window
  const more = audit.slots.get(checkpoint.size + audit.drift)
  const slots = more ? [...window.slots, more] : window.slots
  const searched = count === 1 && slots.length <= searchLimit ? slots : []
  const guilty = searched.find((_, i) => reaches(window, slots.toSpliced(i, 1)))
  if (guilty) window.slots = [guilty]
  const range = { from: tree.size, to: checkpoint.size, count }
  broken(audit, window, 'inserted', guilty ? { index: guilty.index, id: guilty.id } : range)
}

function findDrift(audit: Audit, checkpoint: Checkpoint, following: Checkpoint): number {
  const tree = treeOf(checkpoint)
  const steps = Array.from({ length: reach }, (_, i) => [-i - 1, i + 1]).flat()
  // Where the line of the checkpoint stands is a hint at what was left out before it.
  for (const drift of tree ? [0, checkpoint.next - checkpoint.size - audit.drift, ...steps] : []) {
    const moved = audit.drift + drift
    const slots = slotsOf(audit, checkpoint.size + moved, following.size + moved)
    if (tree && reaches({ tree, checkpoint: following }, slots)) return drift
  }
  return 0
}

function finish(audit: Audit): void {
  advance(audit, true)
  for (const window of audit.aside) finishAside(audit, window)
  joinBroken(audit)
  if (audit.lost) return
  const from = audit.tree.size
  const read = audit.next - audit.drift
  const last = audit.queue.at(-1)
  const stated = Math.max(audit.sizeStated, ...audit.known.map(({ size }) => size))
  if (last && read > from && audit.queue.length === 1)
    find(audit, 'dropped', { from, to: last.size, count: last.size - read })
  else if (last) find(audit, 'truncated', { from: read, to: last.size })
  else if (read > from) find(audit, 'uncovered', { from, to: read })
  if (!last && stated > read) find(audit, 'truncated', { from: read, to: stated })
}

function finishAside(audit: Audit, { tree, checkpoint, moved }: Window): void {
  const [from, to] = [tree.size, checkpoint.size]
  for (let index = from; index < to; index++)
    if (!audit.slots.has(index + moved)) find(audit, 'dropped', { index })
  const slots = slotsOf(audit, from + moved, to + moved)
  const whole = slots.length === to - from
  if (whole && !reaches({ tree, checkpoint }, slots)) find(audit, 'changed', { from, to })
}

/** Two broken stretches may be one deed: two entries exchanged, or one carried from here to there. */
function joinBroken(audit: Audit): void {
  for (const one of audit.broken)
    for (const two of audit.broken) {
      if (one === two || !one.fault || !two.fault) continue
      if (one.fault.kind === 'changed' && two.fault.kind === 'changed') joinExchanged(audit, one, two)
      else if (one.fault.kind === 'dropped' && two.fault.kind === 'inserted') joinCarried(audit, one, two)
    }
}

function joinExchanged(audit: Audit, one: Window, two: Window): void {
  for (const [i, a] of oddOnes(one.slots))
    for (const [j, b] of oddOnes(two.slots)) {
      if (!reaches(one, one.slots.with(i, b)) || !reaches(two, two.slots.with(j, a))) continue
      const first = { index: one.tree.size + i, id: b.id, foundAt: b.index }
      rename(audit, one, two, [first, { index: two.tree.size + j, id: a.id, foundAt: a.index }])
      return
    }
}

function joinCarried(audit: Audit, here: Window, there: Window): void {
  const [carried] = there.slots
  const slots = here.slots.slice(0, here.checkpoint.size - here.tree.size - 1)
  if (!carried || there.slots.length !== 1 || slots.length > searchLimit) return
  for (let i = 0; i <= slots.length; i++) {
    if (!reaches(here, slots.toSpliced(i, 0, carried))) continue
    const place = { index: here.tree.size + i, id: carried.id, foundAt: carried.index }
    rename(audit, here, there, [place])
    return
  }
}

/** Entries that stand against the order of time; in a short stretch, all. */
function oddOnes(slots: Slot[]): [number, Slot][] {
  const at = (i: number) => slots[i]?.at
  const odd = (i: number) => (at(i - 1) ?? '') > (at(i) ?? '') || (at(i) ?? '') > (at(i + 1) ?? '~')
  return [...slots.entries()].filter(([i]) => slots.length <= 24 || odd(i)).slice(0, 24)
}

function broken(audit: Audit, window: Window, kind: FaultKind, at: Place): void {
  window.fault = find(audit, kind, at)
  if (audit.broken.length < reach) audit.broken.push(window)
}

function rename(audit: Audit, one: Window, two: Window, moved: Place[]): void {
  audit.faults = audit.faults.filter((fault) => fault !== one.fault && fault !== two.fault)
  one.fault = two.fault = undefined
  for (const place of moved) find(audit, 'reordered', place)
}

function find(audit: Audit, kind: FaultKind, at: Place): Fault {
  const [zh, en] = words[kind]
  const place = placeOf(at)
  const fault = { kind, ...at, zh: `${place.zh}：${zh}`, en: `${place.en}: ${en}` }
  audit.faults.push(fault)
  return fault
}

const words = {
  changed: ['内容被改动', 'changed'],
  dropped: ['被删除', 'dropped'],
  reordered: ['次序被移动', 'moved from its place'],
  inserted: ['系事后插入', 'inserted'],
  forged: ['不是该台账签发的', 'not signed by this log'],
  forked: ['台账签发了两个不同的历史', 'the log signed two different histories'],
  truncated: ['被截去', 'cut off'],
  uncovered: ['没有可核验的签名检查点', 'no signed checkpoint bears it out'],
  malformed: ['格式不正确', 'malformed'],
} as const

function placeOf({ index, foundAt, from, to, count, line }: Place): { zh: string; en: string } {
  if (line !== undefined) return { zh: `证据包第 ${line} 行`, en: `Line ${line} of the bundle` }
  const found =
    foundAt === undefined ? ['', ''] : [`(现于第 ${foundAt} 条处)`, ` (now in the place of entry ${foundAt})`]
  if (index !== undefined) return { zh: `第 ${index} 条${found[0]}`, en: `Entry ${index}${found[1]}` }
  if (from === undefined) return { zh: `前 ${to} 条`, en: `The first ${to} entries` }
  if (to === undefined) return { zh: `第 ${from} 条起`, en: `From entry ${from} on` }
  const many = count === undefined ? ['', ''] : [`之间 ${count} 条`, `, ${count} of them`]
  return { zh: `第 ${from} 至 ${to - 1} 条${many[0]}`, en: `Entries ${from} to ${to - 1}${many[1]}` }
}

function reaches({ tree, checkpoint }: Pick<Window, 'tree' | 'checkpoint'>, slots: Slot[]): boolean {
  if (slots.length !== checkpoint.size - tree.size) return false
  return rootOf(extend(tree, slots)).equals(checkpoint.root)
}

// --- trees (RFC 6962) and notes (C2SP), repeated here so that this file stands alone ---
function leafHash(entry: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(0), entry]), 'buffer')
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer')
}

function extend(tree: Tree, slots: readonly { leaf: Buffer }[]): Tree {
  const peaks = [...tree.peaks]
  let { size } = tree
  for (const { leaf } of slots) {
    let peak = leaf
    for (let n = size; n % 2 === 1; n = (n - 1) / 2) peak = nodeHash(peaks.pop() ?? peak, peak)
    peaks.push(peak)
    size++
  }
  return { size, peaks }
}

function rootOf({ peaks }: Tree): Buffer {
  return peaks.length > 0 ? peaks.reduceRight((right, left) => nodeHash(left, right)) : emptyRoot
}

/** The tree at a checkpoint, if the peaks that came with it are those of the signed root. */
function treeOf({ size, root, peaks }: Checkpoint): Tree | undefined {
  let count = 0
  for (let n = size; n > 0; n = Math.floor(n / 2)) count += n % 2
  return peaks.length === count && rootOf({ size, peaks }).equals(root) ? { size, peaks } : undefined
}

function leads(leaf: Buffer, index: number, size: number, proof: Buffer[], root: Buffer): boolean {
  let [at, last, found] = [index, size - 1, leaf]
  if (at > last) return false
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      found = nodeHash(sibling, found)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else found = nodeHash(found, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && found.equals(root)
}

function readKey(text: string): Key {
  const [, name = '', id = '', base64 = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const bytes = Buffer.from(base64, 'base64')
  const expected = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes])).slice(0, 8)
  if (bytes.length !== 33 || bytes[0] !== 1 || id !== expected)
    throw new Error(`Not a note's Ed25519 key: ${text}`)
  return { name, id, publicKey: bytes.subarray(1) }
}

function readCheckpoint(note: string, keys: Key[], origin: string, peaks?: unknown): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text)
  if (!match || match[1] !== origin || !signedBy(origin, text, note.slice(end + 2), keys)) return undefined
  const list = Array.isArray(peaks) ? peaks.map((peak) => Buffer.from(String(peak), 'base64')) : []
  return { origin, size: Number(match[2]), root: Buffer.from(match[3] ?? '', 'base64'), peaks: list, next: 0 }
}

function signedBy(origin: string, text: string, signatures: string, keys: Key[]): boolean {
  let signed = false
  for (const line of signatures.split('\n')) {
    const [, name, base64 = ''] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
    const bytes = Buffer.from(base64, 'base64')
    const key = keys.find((it) => it.name === name && it.id === bytes.toString('hex', 0, 4))
    if (!key) continue
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') }
    const publicKey = createPublicKey({ format: 'jwk', key: jwk })
    if (!verify(null, Buffer.from(text, 'utf8'), publicKey, bytes.subarray(4))) return false
    if (name === origin) signed = true
  }
  return signed
}

function digestOf(salt: string, body: unknown): string {
  return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(canonical(body), 'utf8')]))
}

/** Canonical JSON (RFC 8785) of a parsed text: JavaScript's own numbers and strings, members in UTF-16 order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const object: Record<string, unknown> = { ...value }
  const members = Object.keys(object)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(object[key])}`)
  return `{${members.join(',')}}`
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Lines end in LF alone: U+2028, at which other readers break lines, is an ordinary character of JSON. */
async function* linesOf(chunks: Chunks): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

if (import.meta.main) {
  const verdict = await verifyBundle(process.stdin, process.argv.slice(2))
  process.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`)
  process.exitCode = verdict.ok ? 0 : 1
}
