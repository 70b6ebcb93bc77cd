import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { isSignedOut } from '../api/problem.ts'
import { meQuery } from '../api/queries.ts'
import { BrokenPage, NotFoundPage } from './pages.tsx'
import { Root } from './Root.tsx'

/** Parent of everything. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFoundPage,
  errorComponent: BrokenPage,
})

/** Parent of every screen for those signed in; without a session it leads to the sign-in page and back. */
export const consoleRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'console',
  component: lazyRouteComponent(() => import('./Shell.tsx'), 'Shell'),
  errorComponent: BrokenPage,
  async beforeLoad({ context, location }) {
    try {
      return { me: await context.queryClient.ensureQueryData(meQuery) }
    } catch (error) {
      if (isSignedOut(error))
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } })
      throw error
    }
  },
})
