import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { caseQuery } from '../../api/queries.ts'
import { flag, oneOf, place, searchOf, words } from '../../parts/search.ts'
import type { Area } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'
import { accountRoute } from '../sign-in/routes.tsx'

const homeRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/',
  staticData: { title: { zh: '待办', en: 'To do' } },
  component: lazyRouteComponent(() => import('./Home.tsx'), 'Home'),
})

const casesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/cases',
  staticData: { title: { zh: '事项', en: 'Matters' } },
  validateSearch: searchOf({
    ...place,
    part: oneOf('handler', 'opener'),
    kind: words(64),
    state: oneOf('open', 'ended'),
    overdue: flag,
    waiting: flag,
  }),
  component: lazyRouteComponent(() => import('../case/CaseList.tsx'), 'CaseList'),
})

const caseRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/cases/$id',
  staticData: { title: { zh: '事项详情', en: 'One matter' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(caseQuery(params.id)),
  component: lazyRouteComponent(() => import('../case/CasePage.tsx'), 'CasePage'),
})

export const homeRoutes = [homeRoute, casesRoute, caseRoute, accountRoute] as const

export const homeArea: Area = {
  title: { zh: '工作台', en: 'Desk' },
  items: [
    { to: '/', label: { zh: '待办', en: 'To do' }, icon: 'home' },
    { to: '/cases', label: { zh: '事项', en: 'Matters' }, icon: 'list', may: 'case.read' },
  ],
}
