import type { Ctx } from '../../base/ctx.ts'
import type { Domain } from '../../domain.ts'
import { makeBatch } from './batch.ts'
import { catchUp, publishVersion } from './publish.ts'
import { countReads } from './reads.ts'
import { prepareAgreement } from './snapshot.ts'
import { sweepCopies } from './sweep.ts'

export const jobs: NonNullable<Domain['jobs']> = {
  'serve.publish': (ctx: Ctx, { resource, n }: { resource: string; n: number }) =>
    publishVersion(ctx, resource, n),
  'serve.prepare': (ctx: Ctx, { plan }: { plan: string }) => prepareAgreement(ctx, plan),
  'serve.batch': (ctx: Ctx, { batch }: { batch: string }) => makeBatch(ctx, batch),
  'serve.catch-up': (ctx: Ctx) => catchUp(ctx),
  'serve.count': (ctx: Ctx) => countReads(ctx),
  'serve.sweep': (ctx: Ctx) => sweepCopies(ctx),
}

export const subscriptions: NonNullable<Domain['subscriptions']> = {
  'catalog.version.checked': (ctx: Ctx, { resource, n }: { resource: string; n: number }) =>
    ctx.jobs.send(ctx, 'serve.publish', { resource, n }),
  'policy.granted': (ctx: Ctx, { plan }: { plan: string }) => ctx.jobs.send(ctx, 'serve.prepare', { plan }),
  'policy.changed': (ctx: Ctx, { plan }: { plan: string }) => ctx.jobs.send(ctx, 'serve.prepare', { plan }),
}

export const schedules: NonNullable<Domain['schedules']> = {
  'serve.catch-up': '*/10 * * * *',
  'serve.count': '* * * * *',
  'serve.sweep': '20 3 * * *',
}
