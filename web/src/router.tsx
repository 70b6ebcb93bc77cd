import { createRouter } from '@tanstack/react-router'
import { queryClient, whenSignedOut } from './api/queries.ts'
import { auditRoutes } from './screens/audit/routes.tsx'
import { correctRoutes } from './screens/correct/routes.tsx'
import { deciderRoutes } from './screens/decider/routes.tsx'
import { demanderRoutes } from './screens/demander/routes.tsx'
import { homeRoutes } from './screens/home/routes.tsx'
import { providerRoutes } from './screens/provider/routes.tsx'
import { signInRoute } from './screens/sign-in/routes.tsx'
import { Broken, NotFound } from './shell/pages.tsx'
import { consoleRoute, rootRoute } from './shell/parent.tsx'
import { Loading } from './shell/Root.tsx'

const routeTree = rootRoute.addChildren([
  signInRoute,
  consoleRoute.addChildren([
    ...homeRoutes,
    ...correctRoutes,
    ...providerRoutes,
    ...demanderRoutes,
    ...deciderRoutes,
    ...auditRoutes,
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
  defaultPendingComponent: Loading,
})

whenSignedOut(() => {
  const { href, pathname } = router.state.location
  if (pathname === '/sign-in') return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { to: href, ended: true } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
