import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { flag, searchOf, words } from '../../parts/search.ts'
import { consoleRoute, rootRoute } from '../../shell/parent.tsx'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  staticData: { title: { zh: '登录', en: 'Sign in' } },
  validateSearch: searchOf({ to: words(2000), ended: flag }),
  component: lazyRouteComponent(() => import('./SignIn.tsx'), 'SignIn'),
})

export const accountRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/account',
  staticData: { title: { zh: '我的账号', en: 'My account' } },
  component: lazyRouteComponent(() => import('./Account.tsx'), 'Account'),
})
