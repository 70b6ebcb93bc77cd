import {
  append,
  type Bytes,
  bodyDigest,
  fromBase64,
  isGrowth,
  isSame,
  isSignedBy,
  type LedgerKey,
  leafHash,
  noPeaks,
  type Peaks,
  readCheckpoint,
  readKey,
  rootOf,
  rootOfPath,
  toHex,
} from './proof.ts'

/** One step of a check and what it came to; `open` means that it could not be decided here. */
export interface Step {
  readonly step: 'leaf' | 'named' | 'body' | 'path' | 'signature' | 'key' | 'growth'
  readonly outcome: 'holds' | 'fails' | 'open'
  /** the value computed here, for comparing by eye */
  readonly value: string
  /** number of entries of the checkpoint it concerns */
  readonly about?: number
}

export interface EntryEvidence {
  readonly id: string
  readonly entry: string
  readonly body: unknown
  readonly salt: string | null
}

export interface InclusionEvidence {
  readonly index: number
  readonly size: number
  readonly path: readonly string[]
  readonly checkpoint: string
}

/** Which of the keys the server names is the one the auditor has; the key itself where they pasted it whole. */
export type Trust =
  | { readonly key: LedgerKey }
  | { readonly key?: never; readonly why: 'none' | 'other' | 'malformed' }

/**
 * What the auditor pasted, obtained apart from this server: the whole key, which is then used as it is, or the
 * SHA-256 fingerprint (64 hex digits), which must be that of a key the server names. Nothing shorter is trusted.
 */
export async function trustOf(pasted: string, offered: readonly string[]): Promise<Trust> {
  const text = pasted.trim()
  if (text === '') return { why: 'none' }
  const whole = await readKey(text)
  if (whole) return offered.includes(whole.text) ? { key: whole } : { why: 'other' }
  const digits = text.toLowerCase().replace(/[\s:]/g, '')
  if (!/^[0-9a-f]{64}$/.test(digits)) return { why: 'malformed' }
  const keys = await Promise.all(offered.map(readKey))
  const found = keys.find((key) => key?.fingerprint === digits)
  return found ? { key: found } : { why: 'other' }
}

/** Checks one entry: its bytes, its body, its way to the root, the signature over the root, the key. */
export async function checkEntry(
  evidence: EntryEvidence,
  inclusion: InclusionEvidence,
  trust: Trust,
  offered: readonly string[],
): Promise<Step[]> {
  const leaf = await leafHash(evidence.entry)
  const checkpoint = readCheckpoint(inclusion.checkpoint)
  const path = inclusion.path.map(fromBase64)
  const fits = checkpoint?.size === inclusion.size && path.every((hash) => hash?.length === 32)
  const root = fits ? await rootOfPath(leaf, inclusion.index, checkpoint.size, path as Bytes[]) : undefined
  const leads = root !== undefined && checkpoint !== undefined && isSame(root, checkpoint.root)
  return [
    step('leaf', true, toHex(leaf)),
    step('named', said(evidence.entry, 'id') === evidence.id, said(evidence.entry, 'id')),
    await bodyStep(evidence),
    step('path', leads, root ? toHex(root) : '—'),
    ...(await signatureSteps(inclusion.checkpoint, trust, offered)),
  ]
}

/** Checks that the ledger only grew from one signed checkpoint to another. */
export async function checkGrowth(
  older: string,
  newer: string,
  proof: readonly string[],
  trust: Trust,
  offered: readonly string[],
): Promise<Step[]> {
  const [then, now] = [readCheckpoint(older), readCheckpoint(newer)]
  const hashes = proof.map(fromBase64)
  const isWhole = then !== undefined && now !== undefined && then.origin === now.origin
  const holds =
    isWhole && hashes.every((it) => it?.length === 32) && (await isGrowth(then, now, hashes as Bytes[]))
  return [
    step('growth', holds, `${then?.size ?? '—'} → ${now?.size ?? '—'}`),
    ...(await signatureSteps(older, trust, offered)),
    ...(older === newer ? [] : await signatureSteps(newer, trust, offered)),
  ]
}

/** Whether the log signed a checkpoint, and whether the key that says so is the auditor's own. */
export async function signatureSteps(
  note: string,
  trust: Trust,
  offered: readonly string[],
): Promise<Step[]> {
  const about = readCheckpoint(note)?.size ?? -1
  const given = await Promise.all(offered.map(readKey))
  const keys = trust.key ? [trust.key] : given.filter((key) => key !== undefined)
  for (const key of keys) {
    if (!(await isSignedBy(note, key))) continue
    const outcome = trust.key ? 'holds' : trust.why === 'none' ? 'open' : 'fails'
    return [
      { ...step('signature', true, key.id), about },
      { step: 'key', outcome, value: key.fingerprint, about },
    ]
  }
  // Nothing was signed by a key of the auditor's, so theirs is not the key that signed.
  return [
    { ...step('signature', false, '—'), about },
    { ...step('key', false, trust.key?.fingerprint ?? '—'), about },
  ]
}

/** What became of the whole, worst first. */
export function outcomeOf(steps: readonly Step[]): Step['outcome'] {
  if (steps.some(({ outcome }) => outcome === 'fails')) return 'fails'
  return steps.some(({ step, outcome }) => outcome === 'open' && step !== 'body') ? 'open' : 'holds'
}

async function bodyStep({ entry, body, salt }: EntryEvidence): Promise<Step> {
  const digest = said(entry, 'digest')
  const bytes = salt === null ? undefined : fromBase64(salt)
  if (body === null || !bytes) return { step: 'body', outcome: 'open', value: digest }
  const found = await bodyDigest(bytes, body)
  return step('body', found === digest, found)
}

function step(name: Step['step'], holds: boolean, value: string): Step {
  return { step: name, outcome: holds ? 'holds' : 'fails', value }
}

/** A member of an entry by its own bytes; nothing where the bytes are no entry. */
function said(entry: string, name: string): string {
  try {
    const value = (JSON.parse(entry) as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : '—'
  } catch {
    return '—'
  }
}

export interface BundleCheckpoint {
  readonly size: number
  readonly root: string
  readonly signed: boolean
  /** whether the entries of the bundle, hashed here, come to this root */
  readonly matches: boolean
}

export interface BundleVerdict {
  readonly entries: number
  readonly erased: number
  readonly checkpoints: readonly BundleCheckpoint[]
  /** the first places that do not hold, by index of the entry or size of the checkpoint */
  readonly faults: readonly {
    readonly kind: 'leaf' | 'body' | 'order' | 'root' | 'signature' | 'uncovered'
    readonly at: number
  }[]
}

interface BundleLine {
  readonly index?: number
  readonly leaf?: string
  readonly entry?: string
  readonly body?: unknown
  readonly salt?: string | null
  readonly checkpoint?: string
}

const faultLimit = 20

/**
 * Hashes a whole bundle line by line (NDJSON of GET /api/ledger/bundle) and compares every signed root with what
 * its entries come to. A quick look; the full audit with its names for each kind of tampering is `ledger verify`.
 */
export async function checkBundle(
  lines: AsyncIterable<string>,
  key: LedgerKey,
  onEntries: (count: number) => void = () => undefined,
): Promise<BundleVerdict> {
  let peaks: Peaks = noPeaks
  let erased = 0
  const checkpoints: BundleCheckpoint[] = []
  const faults: BundleVerdict['faults'][number][] = []
  const fault = (kind: BundleVerdict['faults'][number]['kind'], at: number) => faults.push({ kind, at })
  for await (const text of lines) {
    const line = JSON.parse(text) as BundleLine
    if (line.checkpoint !== undefined) {
      const found = await checkpointOf(line.checkpoint, peaks, key)
      checkpoints.push(found)
      if (!found.signed) fault('signature', found.size)
      if (!found.matches) fault('root', found.size)
    } else if (line.entry !== undefined) {
      const leaf = await leafHash(line.entry)
      if (line.index !== peaks.size) fault('order', peaks.size)
      if (!isSame(leaf, fromBase64(line.leaf ?? '') ?? new Uint8Array())) fault('leaf', peaks.size)
      if (line.body === null || line.body === undefined) erased++
      else if ((await bodyStep(evidenceOf(line))).outcome !== 'holds') fault('body', peaks.size)
      peaks = await append(peaks, leaf)
      if (peaks.size % 500 === 0) onEntries(peaks.size)
    }
  }
  if (checkpoints.at(-1)?.size !== peaks.size) fault('uncovered', peaks.size)
  return { entries: peaks.size, erased, checkpoints, faults: faults.slice(0, faultLimit) }
}

async function checkpointOf(note: string, peaks: Peaks, key: LedgerKey): Promise<BundleCheckpoint> {
  const said = readCheckpoint(note)
  const root = await rootOf(peaks)
  return {
    size: said?.size ?? -1,
    root: said ? toHex(said.root) : '—',
    signed: await isSignedBy(note, key),
    matches: said !== undefined && said.size === peaks.size && isSame(said.root, root),
  }
}

function evidenceOf({ entry = '', body, salt = null }: BundleLine): EntryEvidence {
  return { id: '', entry, body, salt }
}

/** The lines of a text that arrives in pieces. */
export async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
  }
  if (rest !== '') yield rest
}
