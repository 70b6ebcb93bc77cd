import type { Domain } from '../../domain.ts'
import { jobs, sweepSoon } from './jobs.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { columnOf } from './columns.ts'
export { findDelivery, listDeliveries } from './delivery.ts'
export { readDelivery } from './land.ts'
export { receiveUpload, type Upload } from './receive.ts'
export { leafRejects, type RejectQuery } from './rejects.ts'
export { beginPull, registerSource } from './source.ts'
export { rejectSchema, type TableSpot } from './stage.ts'
export { Delivery, Mode, ReadingPlan, RejectRow, Source, SourceInput } from './types.ts'

export const domain: Domain = {
  name: 'collect',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  jobs,
  schedules: { 'collect.sweep': '* * * * *' },
  start: sweepSoon,
}
