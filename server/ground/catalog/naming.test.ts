import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTown } from '../../../tests/house.ts'
import { changePlan, decide, putPlan } from '../policy/index.ts'
import { enterprises } from './entry.fixture.ts'
import { registerResource } from './index.ts'

test('an agreement is refused by the name of its resource and of its provider, in both languages', () =>
  inTown(async (town) => {
    const { id: resource } = await registerResource(town.as('sz.market.officer'), enterprises)
    await putPlan(town.ctx, {
      ...{ id: 'agr_0001', resource, applicant: 'ps.hr', provider: 'sz.market', purpose: '稳岗补贴核验' },
      ...{ fields: [{ name: 'uscc', mask: null }], rows: null, modes: ['api'], keyField: null },
      ...{ from: '2025-09-29', until: '2026-03-31', state: 'inForce', revision: 1 },
    })
    await changePlan(town.ctx, 'agr_0001', { state: 'suspended', reason: '超范围使用' })
    await assert.rejects(decide(town.as('ps.hr.officer'), 'agr_0001', 'api'), {
      type: '/problems/policy/suspended',
      text: {
        zh: '《企业基本信息》共享协议（agr_0001）已暂停',
        en: 'The agreement on “Enterprises” (agr_0001) is suspended',
      },
      remedy: {
        zh: '请与数据提供单位深圳市市场监督管理局联系',
        en: 'Ask the provider, Shenzhen Market Supervision',
      },
    })
  }))
