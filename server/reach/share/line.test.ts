import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Town } from '../../../tests/cast.ts'
import { inTown, onServer } from '../../../tests/house.ts'
import { provideTaxpayers, provideTenants } from '../../../tests/provide.ts'
import { refusal } from '../../../tests/refusal.ts'
import { moveCase } from '../../ground/cases/index.ts'
import { endAgreement, listAgreements } from './agreement.ts'
import { listCorrections, reportWrongValue } from './correction.ts'
import { decideLine } from './decision.ts'
import { askExtension, ruleExtension } from './extension.ts'
import { fileLine } from './line.fixture.ts'
import { findLine, type LineFilter, listLines } from './line.ts'

const head = 'gd.tax.head'

async function pagesOf(town: Town, person: string, filter: LineFilter): Promise<string[][]> {
  const pages: string[][] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listLines(town.as(person), { ...filter, ...(cursor && { cursor }) })
    pages.push(page.items.map(({ id }) => id))
    if (!page.next) return pages
    cursor = page.next
  }
}

test('an office takes its lines by time left, a page at a time: late ones, waiting ones, resting ones, ended ones', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const filed: string[] = []
    for (const day of ['22', '23', '24', '25', '26']) {
      town.ctx.clock.set(`2025-09-${day}T10:00:00+08:00`)
      filed.push((await fileLine(town, resource, 'nsrsbh')).id)
    }
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = filed
    await decideLine(town.as(head), first, {
      decision: 'refuse',
      ground: 'notNecessary',
      reason: '与职责无关',
    })
    await decideLine(town.as(head), second, { decision: 'askSupplement', missing: ['经办岗位名单'] })
    assert.deepEqual(await pagesOf(town, head, { order: 'timeLeft', limit: 2 }), [
      [third, fourth],
      [fifth, second],
      [first],
    ])
    assert.deepEqual(await pagesOf(town, head, { limit: 3 }), [
      [fifth, fourth, third],
      [second, first],
    ])
    assert.deepEqual(await pagesOf(town, head, { state: 'ended' }), [[first]])
    assert.deepEqual(await pagesOf(town, head, { state: 'open', order: 'timeLeft' }), [
      [third, fourth, fifth, second],
    ])
    const asked = await findLine(town.as(head), second)
    await moveCase(town.as('ps.hr.officer'), asked.case?.id ?? '', 'supplement', { reason: '名单已附' })
    const resumed = await listLines(town.as(head), { state: 'open', order: 'timeLeft' })
    const days = resumed.items.map(({ case: item }) => item?.clock?.dueOn ?? '')
    assert.deepEqual(days, [...days].sort())
    assert.equal(days.length, 4)
  }))

test('each sees the lines of the part it has, and nobody those of others', () =>
  inTown(async (town) => {
    const line = await fileLine(town, await provideTaxpayers(town), 'nsrsbh')
    const seen = async (person: string, filter: LineFilter) =>
      (await listLines(town.as(person), filter)).items.map(({ id }) => id)
    assert.deepEqual(await seen('ps.hr.officer', {}), [])
    assert.deepEqual(await seen('ps.hr.officer', { role: 'applicant' }), [line.id])
    assert.deepEqual(await seen('gd.data.reviewer', { role: 'competent' }), [line.id])
    assert.deepEqual(await seen('ps.data.reviewer', { role: 'competent' }), [])
    for (const role of ['provider', 'applicant', 'competent'] as const)
      assert.deepEqual(await seen('ps.park.head', { role }), [])
  }))

test('[share.answer.extension] the competent department finds what waits for its ruling, and no longer once the line is answered', () =>
  inTown(async (town) => {
    const resource = await provideTaxpayers(town)
    const reviewer = town.as('gd.data.reviewer')
    const [refused, withdrawn, ruled] = [
      await fileLine(town, resource, 'nsrsbh'),
      await fileLine(town, resource, 'nsrsbh'),
      await fileLine(town, resource, 'nsrsbh'),
    ]
    for (const { id } of [refused, withdrawn, ruled])
      await askExtension(town.as(head), id, { days: 5, reason: '需与总局核对口径' })
    const waiting = async () =>
      (await listLines(reviewer, { extension: 'asked' })).items.map(({ id }) => id).sort()
    assert.deepEqual(await waiting(), [refused.id, withdrawn.id, ruled.id].sort())
    await decideLine(town.as(head), refused.id, {
      decision: 'refuse',
      ground: 'notNecessary',
      reason: '与职责无关',
    })
    await moveCase(town.as('ps.hr.officer'), withdrawn.case?.id ?? '', 'withdraw', { reason: '不再需要' })
    assert.deepEqual(await waiting(), [ruled.id])
    assert.equal((await findLine(reviewer, withdrawn.id)).extension?.state, 'lapsed')
    await assert.rejects(
      ruleExtension(reviewer, refused.id, { grant: true, ruling: '同意' }),
      refusal('share/noExtension'),
    )
    const granted = await ruleExtension(reviewer, ruled.id, { grant: true, ruling: '同意' })
    assert.deepEqual([granted.extension?.state, await waiting()], ['granted', []])
    assert.deepEqual(
      (await listLines(reviewer, { extension: 'granted', order: 'timeLeft' })).items[0]?.case?.clock?.dueOn,
      granted.case?.clock?.dueOn,
    )
    await assert.rejects(
      askExtension(town.as(head), withdrawn.id, { days: 1, reason: '再延一天' }),
      refusal('share/nothingToExtend'),
    )
  }))

test('agreements and correction requests are found by the part one has in them and by the other side', () =>
  inTown(async (town) => {
    const mine = await fileLine(town, await provideTenants(town), 'uscc')
    const { agreement } = await decideLine(town.as('ps.park.head'), mine.id, { decision: 'agree' })
    const id = agreement ?? ''
    const { id: correction } = await reportWrongValue(town.as('ps.hr.officer'), {
      agreement: id,
      key: '91440300MA5EXAMPLE',
      field: 'uscc',
      reason: '与证照不一致',
    })
    const agreements = async (person: string, filter: Parameters<typeof listAgreements>[1]) =>
      (await listAgreements(town.as(person), filter)).items.map((one) => one.id)
    assert.deepEqual(await agreements('ps.park.head', { role: 'provider', party: 'ps.hr' }), [id])
    assert.deepEqual(await agreements('ps.park.head', { role: 'applicant' }), [])
    assert.deepEqual(await agreements('ps.park.head', { party: 'gd.tax' }), [])
    assert.deepEqual(await agreements('ps.data.reviewer', { role: 'competent' }), [id])
    assert.deepEqual(await agreements('gd.data.reviewer', { role: 'competent' }), [])
    const corrections = async (person: string, filter: Parameters<typeof listCorrections>[1]) =>
      (await listCorrections(town.as(person), filter)).items.map((one) => one.id)
    assert.deepEqual(await corrections('ps.park.head', { role: 'provider', state: 'open' }), [correction])
    assert.deepEqual(await corrections('ps.park.head', { role: 'applicant' }), [])
    assert.deepEqual(await corrections('ps.park.head', { state: 'ended' }), [])
    await endAgreement(town.as('ps.hr.officer'), id, { reason: '用途已经实现' })
    assert.deepEqual(await agreements('ps.hr.officer', { state: 'inForce' }), [])
    // The agreement ended before anything was delivered: the provider owes nothing, and the line does not hang.
    const closed = await findLine(town.as('ps.hr.officer'), mine.id)
    assert.deepEqual([closed.case?.state, closed.case?.moves], ['lapsed', []])
  }))

test('the filters stand on the public endpoint, and a cursor of the other order is refused', () =>
  onServer(async (site) => {
    const resource = await provideTaxpayers(site)
    await fileLine(site, resource, 'nsrsbh')
    await fileLine(site, resource, 'nsrsbh')
    const page = await site.call('GET', '/api/share/lines?state=open&order=timeLeft&limit=1', { as: head })
    assert.deepEqual([page.status, page.body.items.length], [200, 1])
    const next = `/api/share/lines?cursor=${page.body.next}`
    assert.equal((await site.call('GET', `${next}&order=timeLeft`, { as: head })).body.items.length, 1)
    assert.equal((await site.call('GET', next, { as: head })).status, 422)
    assert.equal((await site.call('GET', '/api/share/lines?order=best', { as: head })).status, 422)
    const csv = await site.call('GET', '/api/share/lines.csv?state=ended', { as: head })
    assert.equal(csv.body.trim().split('\r\n').length, 1)
  }))
