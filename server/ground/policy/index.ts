import type { Domain } from '../../domain.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { decide, everybody } from './decision.ts'
export {
  checkFilter,
  type Filter,
  type FilterLeaf,
  type FilterOp,
  FilterSchema,
  type FilterValue,
  filterLimits,
} from './filter.ts'
export { filterMatches } from './filter-match.ts'
export { type ColumnSql, filterSql } from './filter-sql.ts'
export { listenForChanges } from './listen.ts'
export { nameResourcesBy, type ResourceNaming } from './names.ts'
export { authorise, mayAct } from './permission.ts'
export { changePlan, planOf, plansFor, putPlan } from './plan.ts'
export { issueToken, revokeTokens, tokenActor } from './token.ts'
export type { AccessPlan, Mode, PlanChange, PlanField, PlanState } from './types.ts'

export const domain: Domain = {
  name: 'policy',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
}
