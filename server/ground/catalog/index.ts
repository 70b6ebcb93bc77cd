import type { Domain } from '../../domain.ts'
import { nameResourcesBy } from '../policy/index.ts'
import { reviewKind } from './kinds.ts'
import { refuse } from './problems.ts'
import { findResources } from './resource.ts'
import { routes } from './routes.ts'

export { formatCode, parseCode, type ResourceCode } from './code.ts'
export { gate } from './gate.ts'
export { rankOf } from './grade.ts'
export {
  findResource,
  findResources,
  holdPublished,
  registerResource,
  reviseResource,
  workingResource,
} from './resource.ts'
export { submitResource } from './review.ts'
export { searchCatalog } from './search.ts'
export {
  Basis,
  Entry,
  GateFault,
  Item,
  type ItemType,
  Mode,
  Resource,
  ResourceDraft,
  type SearchQuery,
  type SearchResult,
  Version,
  type VersionState,
  type VersionTables,
} from './types.ts'
export {
  addVersion,
  advanceVersion,
  findVersion,
  servedVersion,
  type VersionInput,
  type VersionStep,
  versionsOf,
} from './version.ts'
export { withdrawResource } from './withdrawal.ts'

nameResourcesBy(async (ctx, id) => (await findResources(ctx, [id])).get(id)?.name)

export const domain: Domain = {
  name: 'catalog',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  caseKinds: [reviewKind],
}
