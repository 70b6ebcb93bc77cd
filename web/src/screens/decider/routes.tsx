import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agreementQuery, caseQuery } from '../../api/queries.ts'
import { agreementFilter, flag, oneOf, place, searchOf, words } from '../../parts/search.ts'
import { stateFilter } from '../../parts/state-filter.ts'
import type { Area } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'
import { acts } from './acts.ts'
import { lineQuery } from './queries.ts'

const bundle = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/lines',
  staticData: { title: { zh: '共享申请的答复', en: 'Answers to sharing requests' } },
  validateSearch: searchOf({
    ...place,
    state: stateFilter,
    overdue: flag,
    extension: oneOf('asked', 'granted', 'denied', 'lapsed'),
    order: oneOf('newest'),
    grouped: flag,
    submission: words(64),
  }),
  component: lazyRouteComponent(() => import('./Bundle.tsx'), 'Bundle'),
})

const line = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/lines/$id',
  staticData: { title: { zh: '答复一条申请', en: 'Answer one line' } },
  validateSearch: searchOf({ act: oneOf(...acts), also: words(4000) }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(lineQuery(params.id)),
  component: lazyRouteComponent(() => import('./LinePage.tsx'), 'LinePage'),
})

const letter = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/lines/$id/letter',
  staticData: { title: { zh: '答复书', en: 'Letter of answer' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(lineQuery(params.id)),
  component: lazyRouteComponent(() => import('./Letter.tsx'), 'Letter'),
})

const agreements = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/agreements',
  staticData: { title: { zh: '协议管理', en: 'Manage agreements' } },
  validateSearch: searchOf({ ...place, ...agreementFilter }),
  component: lazyRouteComponent(() => import('./Agreements.tsx'), 'Agreements'),
})

const agreement = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/agreements/$id',
  staticData: { title: { zh: '一份共享协议', en: 'One agreement' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(agreementQuery(params.id)),
  component: lazyRouteComponent(() => import('./AgreementPage.tsx'), 'AgreementPage'),
})

const reviews = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/reviews',
  staticData: { title: { zh: '目录审核', en: 'Catalogue review' } },
  validateSearch: searchOf({ ...place, state: stateFilter }),
  component: lazyRouteComponent(() => import('./Reviews.tsx'), 'Reviews'),
})

const review = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/reviews/$id',
  staticData: { title: { zh: '审核一个目录条目', en: 'Review one entry' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(caseQuery(params.id)),
  component: lazyRouteComponent(() => import('./ReviewPage.tsx'), 'ReviewPage'),
})

const extensions = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/extensions',
  staticData: { title: { zh: '延期审批', en: 'Extensions' } },
  validateSearch: searchOf({ ...place, shown: oneOf('granted', 'denied', 'lapsed', 'open') }),
  component: lazyRouteComponent(() => import('./Extensions.tsx'), 'Extensions'),
})

const territory = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/decide/territory',
  staticData: { title: { zh: '辖区督办', en: 'Supervision' } },
  validateSearch: searchOf({
    ...place,
    handler: words(64),
    kind: words(64),
    overdue: flag,
    state: stateFilter,
    from: words(10),
    to: words(10),
  }),
  component: lazyRouteComponent(() => import('./Territory.tsx'), 'Territory'),
})

export const deciderRoutes = [
  bundle,
  line,
  letter,
  agreements,
  agreement,
  reviews,
  review,
  extensions,
  territory,
] as const

export const deciderArea: Area = {
  title: { zh: '答复与审核', en: 'Answering and reviewing' },
  items: [
    {
      to: '/decide/lines',
      label: { zh: '共享申请答复', en: 'Sharing requests' },
      icon: 'inbox',
      may: 'share.answer',
    },
    {
      to: '/decide/agreements',
      label: { zh: '供数协议', en: 'Agreements (providing)' },
      icon: 'scale',
      may: 'share.answer',
    },
    {
      to: '/decide/reviews',
      label: { zh: '目录审核', en: 'Catalogue review' },
      icon: 'book',
      may: 'catalog.review',
    },
    {
      to: '/decide/extensions',
      label: { zh: '延期审批', en: 'Extensions' },
      icon: 'clock',
      may: 'share.extend',
    },
    {
      to: '/decide/territory',
      label: { zh: '辖区督办', en: 'Supervision' },
      icon: 'warn',
      may: 'catalog.review',
    },
  ],
}
