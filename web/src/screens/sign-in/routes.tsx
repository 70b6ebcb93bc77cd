import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { flag, searchOf, words } from '../../parts/search.ts'
import { rootRoute } from '../../shell/parent.tsx'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  staticData: { title: { zh: '登录', en: 'Sign in' } },
  validateSearch: searchOf({ to: words(2000), ended: flag }),
  component: lazyRouteComponent(() => import('./SignIn.tsx'), 'SignIn'),
})
