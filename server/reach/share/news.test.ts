import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onServer } from '../../../tests/house.ts'
import { provideTenants } from '../../../tests/provide.ts'
import { endAgreement } from './agreement.ts'
import { answerCorrection, reportWrongValue } from './correction.ts'
import { decideLine } from './decision.ts'
import { fileLine } from './line.fixture.ts'

test('filing, answering, changing an agreement and correcting are told by topic, and nothing but the topic', () =>
  onServer(async (site) => {
    const resource = await provideTenants(site)
    const heard: string[] = []
    const stop = site.ctx.jobs.subscribe((topic) => heard.push(topic))
    // The listener is connected once it hears its own news.
    while (!heard.includes('share.listening')) {
      await site.ctx.jobs.announce(site.ctx, 'share.listening', {})
      await new Promise((wake) => setTimeout(wake, 20))
    }
    const line = await fileLine(site, resource, 'uscc')
    const { agreement } = await decideLine(site.as('ps.park.head'), line.id, { decision: 'agree' })
    const correction = await reportWrongValue(site.as('ps.hr.officer'), {
      agreement: agreement ?? '',
      key: '91440300MA5EXAMPLE',
      field: 'uscc',
      reason: '与证照不一致',
    })
    const kept = { decision: 'keep' as const, reason: '与登记档案一致' }
    await answerCorrection(site.as('ps.park.head'), correction.id, kept)
    await endAgreement(site.as('ps.hr.officer'), agreement ?? '', { reason: '用途已经实现' })
    const wanted = [
      'share.drafted',
      'share.filed',
      'share.decided',
      'share.agreed',
      'share.correctionAsked',
      'share.valueKept',
      'share.ended',
      'share.lapsed',
    ]
    for (let waits = 0; waits < 100 && !wanted.every((topic) => heard.includes(topic)); waits += 1)
      await new Promise((wake) => setTimeout(wake, 20))
    assert.deepEqual(
      wanted.filter((topic) => !heard.includes(topic)),
      [],
    )
    stop()
  }))
