import type { Domain } from '../../domain.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { assignDuty, endDuty, listDuties, routeMatter } from './duty.ts'
export { Duty, DutyInput } from './types.ts'

export const domain: Domain = {
  name: 'duties',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
}
