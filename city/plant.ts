import { type Ctx, systemActor } from '../server/base/ctx.ts'
import { once } from '../server/base/jobs/index.ts'
import { settle } from './settle.ts'

/** Plants the demo city Pingshan (深圳市坪山区) once: organisations of five levels, officers, duties. */
export async function plantCity(house: Ctx): Promise<boolean> {
  const ctx = { ...house, actor: systemActor('city') }
  let planted = false
  await once(ctx, 'city', 'planted', async (ctx) => {
    await settle(ctx)
    planted = true
  })
  return planted
}
