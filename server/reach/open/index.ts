import type { Ctx } from '../../base/ctx.ts'
import type { Domain } from '../../domain.ts'
import { noteReady } from './catalogue.ts'
import { reviewOpening } from './opening.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { listOpen, showOpen } from './catalogue.ts'
export { writeCatalog } from './dcat.ts'
export { closeResource, openResource } from './opening.ts'
export { Opening, type OpeningInput, type OpenList, OpenPage } from './types.ts'

/** What the public sees without signing in. */
export const domain: Domain = {
  name: 'open',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  subscriptions: {
    'serve.ready': (ctx: Ctx, news: { plan: string }) => noteReady(ctx, news),
    'catalog.published': (ctx: Ctx, news: { resource: string }) => reviewOpening(ctx, news),
    'standards.bound': (ctx: Ctx, news: { resource: string }) => reviewOpening(ctx, news),
  },
}
