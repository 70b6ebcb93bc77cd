import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { receiveUpload } from '../../server/flow/collect/index.ts'
import { findVersion, type ResourceDraft, registerResource } from '../../server/ground/catalog/index.ts'
import { confirmBindings } from '../../server/ground/standards/index.ts'
import { inTown } from '../house.ts'

/** Real registers may be read in tests but never shipped; where they are absent the test says so and is skipped. */
const directory = resolve(process.env.ZHISHU_TEST_DATA ?? '../shared/data')
const register = join(directory, 'sz-enterprises', 'shenzhen-enterprises-1979-2019.csv.gz')
const absent = existsSync(register)
  ? false
  : `real registers are absent; set ZHISHU_TEST_DATA (looked for ${register})`

const item = (title: string, type: 'string' | 'date', element: string, more: object = {}) => ({
  name: title,
  title: { zh: title, en: title },
  type,
  element,
  grade: 1 as const,
  nullable: true,
  ...more,
})

const draft: ResourceDraft = {
  name: { zh: '企业登记（真实脏数据）', en: 'Enterprise register as it is' },
  attribute: 'conditional',
  items: [
    item('企业名称', 'string', 'text', { nullable: false }),
    item('统一社会信用代码', 'string', 'uscc', { key: true, nullable: false }),
    item('注册日期', 'date', 'date'),
    item('企业类型', 'string', 'text'),
    item('法人代表', 'string', 'text'),
    item('经营范围', 'string', 'text'),
    item('注册地址', 'string', 'text'),
  ],
}

test(
  '[P1 P6 P7] a real register of 18,931 firms lands whole: codes folded, shared codes held back, nothing lost',
  { skip: absent },
  () =>
    inTown(async (town) => {
      const officer = town.as('sz.market.officer')
      const { id } = await registerResource(officer, draft)
      await receiveUpload(officer, {
        resource: id,
        mode: 'replace',
        name: '登记.csv',
        sheet: null,
        mediaType: 'text/csv',
        sizeBytes: null,
        key: null,
        bytes: createReadStream(register).pipe(createGunzip()),
      })
      await town.ctx.jobs.drain(town.ctx)
      await confirmBindings(
        officer,
        id,
        draft.items.map(({ name, element }) => ({ column: name, element: element ?? 'text' })),
      )
      await town.ctx.jobs.drain(town.ctx)
      const version = await findVersion(officer, id)
      // Ten codes stand on two firms each (two of them only once case is folded): one row stays, the other is held back.
      assert.deepEqual([version.landed, version.accepted, version.rejected], [18_931, 18_921, 10])
    }),
)
