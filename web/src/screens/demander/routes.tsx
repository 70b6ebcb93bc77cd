import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agreementQuery, resourceQuery, submissionQuery } from '../../api/queries.ts'
import { agreementFilter, count, oneOf, place, searchOf, words } from '../../parts/search.ts'
import type { Area } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'

const catalogue = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/catalogue',
  staticData: { title: { zh: '数据目录', en: 'Catalogue' } },
  validateSearch: searchOf({
    ...place,
    q: words(200),
    department: words(64),
    level: oneOf('nation', 'province', 'city', 'county', 'town', 'village'),
    attribute: oneOf('unconditional', 'conditional', 'withheld'),
    grade: oneOf('general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'),
    cycle: oneOf('realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'),
    quality: oneOf('high', 'middle', 'low', 'none'),
  }),
  component: lazyRouteComponent(() => import('./find/Catalogue.tsx'), 'Catalogue'),
})

const entry = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/catalogue/$id',
  staticData: { title: { zh: '目录条目', en: 'Catalogue entry' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(resourceQuery(params.id)),
  component: lazyRouteComponent(() => import('./find/Entry.tsx'), 'Entry'),
})

const application = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/application',
  staticData: { title: { zh: '共享申请', en: 'Application' } },
  component: lazyRouteComponent(() => import('./apply/Application.tsx'), 'Application'),
})

const submissions = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/submissions',
  staticData: { title: { zh: '我的申请', en: 'My applications' } },
  validateSearch: searchOf(place),
  component: lazyRouteComponent(() => import('./follow/Submissions.tsx'), 'Submissions'),
})

const submission = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/submissions/$id',
  staticData: { title: { zh: '申请进度', en: 'One application' } },
  validateSearch: searchOf({ line: words(64) }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(submissionQuery(params.id)),
  component: lazyRouteComponent(() => import('./follow/SubmissionPage.tsx'), 'SubmissionPage'),
})

const agreements = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/agreements',
  staticData: { title: { zh: '共享协议', en: 'Agreements' } },
  validateSearch: searchOf({ ...place, ...agreementFilter }),
  component: lazyRouteComponent(() => import('./agree/Agreements.tsx'), 'Agreements'),
})

const agreement = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/agreements/$id',
  staticData: { title: { zh: '共享协议', en: 'Agreement' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(agreementQuery(params.id)),
  component: lazyRouteComponent(() => import('./agree/AgreementPage.tsx'), 'AgreementPage'),
})

const data = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/data',
  staticData: { title: { zh: '我的数据', en: 'My data' } },
  validateSearch: searchOf(place),
  component: lazyRouteComponent(() => import('./use/MyData.tsx'), 'MyData'),
})

const dataOfAgreement = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/demand/data/$id',
  staticData: { title: { zh: '我的数据', en: 'My data' } },
  validateSearch: searchOf({
    ...place,
    tab: oneOf('columns', 'versions', 'files', 'howto'),
    version: count(1, 1_000_000_000),
  }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(agreementQuery(params.id)),
  component: lazyRouteComponent(() => import('./use/DataPage.tsx'), 'DataPage'),
})

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const demanderRoutes = [
  catalogue,
  entry,
  application,
  submissions,
  submission,
  agreements,
  agreement,
  data,
  dataOfAgreement,
] as const

export const demanderArea: Area = {
  title: { zh: '用数', en: 'Using data' },
  items: [
    {
      to: '/demand/catalogue',
      label: { zh: '数据目录', en: 'Catalogue' },
      icon: 'search',
      may: 'catalog.read',
    },
    {
      to: '/demand/application',
      label: { zh: '共享申请', en: 'Application' },
      icon: 'inbox',
      may: 'share.submit',
    },
    {
      to: '/demand/submissions',
      label: { zh: '我的申请', en: 'My applications' },
      icon: 'send',
      may: 'share.submit',
    },
    {
      to: '/demand/agreements',
      label: { zh: '用数协议', en: 'Agreements (using)' },
      icon: 'book',
      may: 'share.read',
    },
    { to: '/demand/data', label: { zh: '我的数据', en: 'My data' }, icon: 'key', may: 'serve.read' },
  ],
}
