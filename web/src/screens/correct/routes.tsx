import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { correctionQuery } from '../../api/queries.ts'
import { flag, oneOf, place, searchOf } from '../../parts/search.ts'
import { stateFilter } from '../../parts/state-filter.ts'
import type { NavItem } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'

const corrections = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/corrections',
  staticData: { title: { zh: '数据校核', en: 'Corrections' } },
  validateSearch: searchOf({
    ...place,
    part: oneOf('handler', 'opener'),
    state: stateFilter,
    overdue: flag,
  }),
  component: lazyRouteComponent(() => import('./Corrections.tsx'), 'Corrections'),
})

const correction = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/corrections/$id',
  staticData: { title: { zh: '一件校核', en: 'One correction' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(correctionQuery(params.id)),
  component: lazyRouteComponent(() => import('./CorrectionPage.tsx'), 'CorrectionPage'),
})

/** Routes of corrections, for whoever asks and for whoever answers. */
export const correctRoutes = [corrections, correction] as const

/** In the navigation it stands on everybody's desk: the same office asks here and answers there. */
export const correctItem: NavItem = {
  to: '/corrections',
  label: { zh: '数据校核', en: 'Corrections' },
  icon: 'done',
  may: 'share.correct',
}
