import type { Domain } from '../../domain.ts'
import { jobs, schedules, subscriptions } from './jobs.ts'
import { closeIndexes } from './lookup.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { previewTerms, type TermsAsk, type TermsPreview } from './preview.ts'
export { type Preview, previewRows, sendWholeFile } from './public.ts'
export { describeServed, listVersions } from './served.ts'
export { newestSnapshot, prepareAgreement } from './snapshot.ts'
export type { Batch, BatchOrder, Column, Served, Snapshot } from './types.ts'

/** The only room that hands out data. */
export const domain: Domain = {
  name: 'serve',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  jobs,
  subscriptions,
  schedules,
  start: async (ctx) => () => closeIndexes(ctx.lake),
}
