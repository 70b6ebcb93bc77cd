import { setTimeout as wait } from 'node:timers/promises'
import { verifyBundle } from '../../server/ground/ledger/verify.ts'
import { call, demand, demandAll } from './call.ts'
import type { Diary } from './diary.ts'
import type { Town } from './town.ts'

const landLimitMs = 180_000

/** Everything that must hold after the last restart; each sentence that does not is given back. */
export async function findBroken(
  town: Town,
  diary: Diary,
  url: string,
): Promise<{ broken: string[]; notes: string[] }> {
  const broken: string[] = []
  const notes: string[] = []
  const claim = (holds: boolean, sentence: string) => void (holds || broken.push(sentence))
  await repeatUnanswered(town, diary, url, claim)
  notes.push(await claimDeliveries(town, diary, url, claim))
  notes.push(await claimVersions(town, url, claim))
  await claimSubmissions(town, diary, url, claim)
  const agreements = await claimAgreements(town, diary, url, claim)
  notes.push(await claimLedger(town, diary, agreements, url, claim))
  for (const it of diary.oddities) claim(false, `an answer nobody should get: ${it}`)
  return { broken, notes }
}

type Claim = (holds: boolean, sentence: string) => void

/** A client that got no answer asks again under the same key, and must get the one effect. */
async function repeatUnanswered({ tokens }: Town, diary: Diary, url: string, claim: Claim): Promise<void> {
  for (const [key, { body, id }] of diary.submissions) {
    const reply = await call(url, 'POST', '/api/share/submissions', {
      token: tokens['ps.hr.officer'],
      body,
      headers: { 'idempotency-key': key },
    })
    const again = (reply?.body as { id?: string } | undefined)?.id
    claim(reply?.status === 201, `the submission ${key} sent again is answered ${reply?.status}`)
    if (id !== undefined)
      claim(again === id, `the submission ${key} was acknowledged as ${id} and is now ${again}`)
    else if (again !== undefined) diary.submissions.set(key, { body, id: again })
  }
}

interface Delivery {
  id: string
  state: string
  version: number | null
  records: number
  rejected: number
}

async function claimDeliveries({ tokens }: Town, diary: Diary, url: string, claim: Claim): Promise<string> {
  const token = tokens['sz.market.officer']
  const begun = performance.now()
  const versions = new Map<number, string>()
  let slowest = 0
  for (const id of diary.deliveries.keys()) {
    let delivery: Delivery | undefined
    do {
      const reply = await call(url, 'GET', `/api/collect/deliveries/${id}`, { token })
      if (reply?.status === 404) break
      delivery = reply?.status === 200 ? (reply.body as Delivery) : undefined
      if (delivery?.state === 'landed' || delivery?.state === 'failed') break
      await wait(200)
    } while (performance.now() - begun < landLimitMs)
    slowest = Math.max(slowest, performance.now() - begun)
    claim(
      delivery?.state === 'landed',
      `the acknowledged delivery ${id} is ${JSON.stringify(delivery ?? 'unknown')}`,
    )
    if (delivery?.version == null) continue
    const other = versions.get(delivery.version)
    claim(other === undefined, `version ${delivery.version} came of ${id} and of ${other}`)
    versions.set(delivery.version, id)
  }
  return `the last acknowledged delivery had landed ${(slowest / 1000).toFixed(1)} s after the last restart`
}

interface Version {
  n: number
  state: string
  landed: number
  accepted: number | null
  rejected: number | null
}

async function claimVersions(
  { tokens, register, agreement }: Town,
  url: string,
  claim: Claim,
): Promise<string> {
  const token = tokens['sz.market.officer']
  const read = async () =>
    (await demand<{ items: Version[] }>(url, 'GET', `/api/catalog/resources/${register}/versions`, { token }))
      .items
  const begun = performance.now()
  let versions = await read()
  const isWaiting = () => versions.some(({ state }) => state === 'landed' || state === 'checked')
  while (isWaiting() && performance.now() - begun < landLimitMs) {
    await wait(300)
    versions = await read()
  }
  const stuck = versions.filter(({ state }) => state === 'landed' || state === 'checked')
  const told = stuck.map(({ n, state }) => `${n} ${state}`).join(', ')
  claim(
    stuck.length === 0,
    `jobs go on by themselves: after ${landLimitMs / 1000} s versions still wait: ${told}`,
  )
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const numbers = versions.map(({ n }) => n).sort((a, b) => a - b)
  claim(
    numbers.every((n, i) => n === i + 1),
    `version numbers have gaps or doubles: ${numbers}`,
  )
  for (const { n, state, landed, accepted, rejected } of versions.filter(({ state }) => state === 'served'))
    claim(
      landed === (accepted ?? 0) + (rejected ?? 0),
      `version ${n} (${state}): ${landed} ≠ ${accepted} + ${rejected}`,
    )
  const newest = Math.max(...versions.filter(({ state }) => state === 'served').map(({ n }) => n))
  const shown = await untilVersion(url, agreement, tokens['ps.hr.officer'], newest)
  claim(shown === newest, `version ${newest} is served, the agreement reads ${shown}`)
  return `${versions.length} versions; all served ${seconds} s after the last landing`
}

async function untilVersion(url: string, agreement: string, token: string, wanted: number): Promise<number> {
  const until = performance.now() + landLimitMs
  for (;;) {
    const reply = await call(url, 'GET', `/api/data/${agreement}/rows?limit=1`, { token })
    const version = Number(reply?.headers.get('zhishu-version'))
    if (version === wanted || performance.now() > until) return version
    await wait(300)
  }
}

interface Submission {
  id: string
  purpose: string
  state: string
}

async function claimSubmissions({ tokens }: Town, diary: Diary, url: string, claim: Claim): Promise<void> {
  const all = await demandAll<Submission>(url, '/api/share/submissions', tokens['ps.hr.officer'])
  for (const [key, { id }] of diary.submissions) {
    const found = all.filter(({ purpose }) => purpose.endsWith(key))
    claim(
      found.length === 1 && found[0]?.id === id,
      `the submission ${key} (${id}) exists ${found.length} times`,
    )
  }
  for (const id of diary.filed) {
    const state = all.find((it) => it.id === id)?.state
    claim(state === 'filed', `the filed submission ${id} is ${state}`)
  }
}

interface Line {
  id: string
  agreement: string | null
  case: { state: string } | null
}

async function claimAgreements({ tokens }: Town, diary: Diary, url: string, claim: Claim): Promise<string[]> {
  const lines = await demandAll<Line>(url, '/api/share/lines', tokens['ps.park.head'])
  const stuck = await waitForDelivery(url, tokens['ps.park.head'], diary)
  claim(stuck.length === 0, `agreed lines are never reported delivered: ${stuck.join(', ')}`)
  for (const id of diary.decided) {
    const line = lines.find((it) => it.id === id)
    claim(
      line?.agreement != null,
      `the decided line ${id} has no agreement and its case is ${line?.case?.state}`,
    )
  }
  const agreements = await demandAll<{ id: string; line: string; state: string }>(
    url,
    '/api/share/agreements',
    tokens['ps.hr.officer'],
  )
  for (const { id, state } of agreements) {
    const reply = await call(url, 'GET', `/api/data/${id}`, { token: tokens['ps.hr.officer'] })
    const isThere =
      reply?.status === 200 || (reply?.body as { type?: string })?.type === '/problems/serve/preparing'
    claim(state !== 'inForce' || isThere, `the agreement ${id} in force has no plan: ${reply?.status}`)
  }
  return agreements.map(({ id }) => id)
}

/** An agreement in force is prepared and its line's case closed by jobs; gives the lines that still wait in the end. */
async function waitForDelivery(url: string, token: string, { decided }: Diary): Promise<string[]> {
  const until = performance.now() + landLimitMs
  for (;;) {
    const lines = await demandAll<Line>(url, '/api/share/lines', token)
    const waiting = lines.filter(({ id, case: it }) => decided.has(id) && it?.state !== 'delivered')
    if (waiting.length === 0 || performance.now() > until)
      return waiting.map(({ id, case: it }) => `${id} ${it?.state}`)
    await wait(300)
  }
}

interface Entry {
  id: string
  kind: string
  subject: string
}

async function claimLedger(
  { tokens }: Town,
  diary: Diary,
  agreements: readonly string[],
  url: string,
  claim: Claim,
): Promise<string> {
  const text = await demand<string>(url, 'GET', '/api/ledger/bundle', { token: tokens['sz.audit.auditor'] })
  const { keys } = await demand<{ keys: { verifier: string }[] }>(url, 'GET', '/api/ledger/keys')
  const known = diary.checkpoints.filter((_, i) => i % 10 === 0).concat(diary.checkpoints.slice(-1))
  const verdict = await verifyBundle(
    [text],
    keys.map(({ verifier }) => verifier),
    known,
  )
  claim(verdict.ok, `the ledger does not verify offline: ${verdict.faults.map(({ en }) => en).join('; ')}`)
  const counts = new Map<string, number>()
  const ids = new Set<string>()
  for (const line of text.split('\n')) {
    const { entry, body } = line
      ? (JSON.parse(line) as { entry?: string; body?: Record<string, unknown> })
      : {}
    if (!entry) continue
    const { id, kind, subject } = JSON.parse(entry) as Entry
    ids.add(id)
    const about = kind === 'collect.landed' ? body?.delivery : subject
    counts.set(`${kind} ${about}`, (counts.get(`${kind} ${about}`) ?? 0) + 1)
  }
  const once = (kind: string, about: Iterable<string>) => {
    for (const it of about) {
      const count = counts.get(`${kind} ${it}`) ?? 0
      claim(count === 1, `the ledger has ${kind} of ${it} ${count} times`)
    }
  }
  once('collect.landed', diary.deliveries.keys())
  once(
    'share.drafted',
    [...diary.submissions.values()].flatMap(({ id }) => id ?? []),
  )
  once('share.filed', diary.filed)
  once('share.decided', diary.decided)
  once('share.agreed', agreements)
  once('policy.granted', agreements)
  const agreed = [...counts.keys()].filter((it) => it.startsWith('share.agreed ')).length
  claim(agreed === agreements.length, `${agreements.length} agreements, ${agreed} of them in the ledger`)
  for (const receipt of diary.receipts)
    claim(ids.has(receipt), `a read was answered and is not in the ledger: ${receipt}`)
  return `ledger of ${verdict.size} entries, ${verdict.checkpoints} checkpoints, ${known.length} of them seen before, verifies offline`
}
