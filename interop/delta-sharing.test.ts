import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grantTenants, landTenants, landVersion } from '../tests/hand-out.ts'
import { onServer, type Site } from '../tests/house.ts'
import { askJudge, isPresent, type Judge, judges, missing } from './run.ts'

interface Frame {
  readonly columns: string[]
  readonly rows: number
  readonly first: Record<string, unknown>[]
}

const [python, connector, spark] = judges as [Judge, Judge, Judge]
const columns = ['since', 'id_card', 'rent', 'district']

test('the official Python client reads an agreement in both formats, at a version and as changes', async (t) => {
  if (!(await isPresent(python))) return t.skip(`SKIPPED: ${missing(python)}`)
  await onShare(async (profile, table) => {
    const seen = (await askJudge(python, profile, '0')) as Record<string, Frame>
    assert.deepEqual([seen.tables, seen.version], [[table], 1])
    for (const way of ['parquet', 'delta', 'resolved'] as const) {
      assert.deepEqual(
        [seen[way]?.columns, seen[way]?.rows],
        [columns, 5],
        `${way}: ${JSON.stringify(seen[way])}`,
      )
      assert.equal(seen[way]?.first[0]?.id_card, '440***********0001')
    }
    assert.equal(seen.earlier?.rows, 4)
    assert.equal(seen.limited?.rows, 2)
    // 4 rows came, 4 went and 5 came.
    for (const way of ['changes', 'deltaChanges'])
      assert.equal(seen[way]?.rows, 13, JSON.stringify(seen[way]))
  })
})

test('Spark reads an agreement through the Delta Sharing connector', async (t) => {
  if (!(await isPresent(connector))) return t.skip(`SKIPPED: ${missing(connector)}`)
  await onShare(async (profile, table) => {
    const seen = (await askJudge(connector, profile, table)) as Record<string, Frame>
    assert.deepEqual(
      [seen.parquet?.rows, seen.delta?.rows, seen.earlier?.rows],
      [5, 5, 4],
      JSON.stringify(seen),
    )
  })
})

test('Spark reads the Delta log and the files that an answer is made of', async (t) => {
  if (!(await isPresent(spark))) return t.skip(`SKIPPED: ${missing(spark)}`)
  await onShare(async (profile, table) => {
    const seen = (await askJudge(spark, profile, table)) as Record<string, Frame>
    assert.deepEqual(
      [seen.delta?.rows, seen.earlier?.rows, seen.parquet?.rows],
      [5, 4, 5],
      JSON.stringify(seen),
    )
    assert.deepEqual([seen.delta?.columns, seen.parquet?.columns], [columns, columns])
    assert.ok(Number(seen.changes?.rows) >= 2, JSON.stringify(seen.changes))
  })
})

async function onShare(scene: (profile: object, table: string) => Promise<void>): Promise<void> {
  await onServer(async (site) => {
    const resource = await landTenants(site.ctx)
    const agreement = await grantTenants(site.ctx, resource)
    await untilVersion(site, agreement, 1)
    await landVersion(site.ctx, resource, 7)
    await untilVersion(site, agreement, 2)
    const { body } = await site.call('POST', `/api/data/${agreement}/profile`, { as: 'ps.hr.officer' })
    await scene(body, `${agreement}.default.${resource}`)
  })
}

async function untilVersion(site: Site, agreement: string, version: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { body } = await site.call('GET', `/api/data/${agreement}`, { as: 'ps.hr.officer' })
    if (body.version?.version === version) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail(`version ${version} was never served`)
}
