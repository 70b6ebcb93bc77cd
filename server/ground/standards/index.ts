import type { Domain } from '../../domain.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { bindingsOf, confirmBindings, suggestBindings } from './binding.ts'
export * from './checks/index.ts'
export { tableOfElement } from './registry.ts'
export { Binding, BindingChoice, BindingEvidence, type ColumnSample } from './types.ts'

export const domain: Domain = {
  name: 'standards',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
}
