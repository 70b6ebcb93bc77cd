import type { Ctx } from '../../base/ctx.ts'
import type { Domain } from '../../domain.ts'
import { checkVersion, checkWaiting } from './check.ts'
import { faultKind } from './kinds.ts'
import { refuse } from './problems.ts'
import { makeProfile } from './profile.ts'
import { routes } from './routes.ts'

export { checkVersion } from './check.ts'
export { correctValues } from './correct.ts'
export type { Patch } from './types.ts'
export { Dimension, FaultRow, Indicator, ItemVerdict, Verdict } from './types.ts'
export { findVerdict, listFaults, listScores } from './verdict.ts'

interface VersionNews {
  readonly resource: string
  readonly n: number
}

export const domain: Domain = {
  name: 'quality',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  caseKinds: [faultKind],
  jobs: {
    'quality.check': async (ctx: Ctx, { resource, n }: VersionNews) => checkVersion(ctx, resource, n),
    'quality.profile': async (ctx: Ctx, { resource, n }: VersionNews) => {
      await makeProfile(ctx, resource, n)
    },
  },
  subscriptions: {
    'catalog.version.landed': async (ctx: Ctx, { resource, n }: VersionNews) =>
      ctx.jobs.send(ctx, 'quality.check', { resource, n }),
    'catalog.version.checked': async (ctx: Ctx, { resource, n }: VersionNews) =>
      ctx.jobs.send(ctx, 'quality.profile', { resource, n }),
    'standards.bound': async (ctx: Ctx, { resource }: { resource: string }) => checkWaiting(ctx, resource),
  },
}
