import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { elementsQuery, gateQuery, resourceQuery, versionsQuery } from '../../api/queries.ts'
import { count, flag, oneOf, place, searchOf, words } from '../../parts/search.ts'
import type { Area } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'
import { bindingsQuery, deliveriesQuery, deliveryQuery, verdictQuery } from './queries.ts'

/** What the server would refuse is left out of an address. */
const matching = (pattern: RegExp) => (value: unknown) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined
const dayIn = matching(/^\d{4}-\d{2}-\d{2}$/)
const idIn = matching(/^[a-z]{2,8}_[0-9a-z]{4,32}$/)

const resources = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider',
  staticData: { title: { zh: '我的资源', en: 'My resources' } },
  validateSearch: searchOf({
    ...place,
    q: words(),
    attribute: oneOf('unconditional', 'conditional', 'withheld'),
    cycle: oneOf('realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'),
  }),
  component: lazyRouteComponent(() => import('./resource/Resources.tsx'), 'Resources'),
})

const newEntry = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/new',
  staticData: { title: { zh: '编制新条目', en: 'New entry' } },
  component: lazyRouteComponent(() => import('./entry/NewEntry.tsx'), 'NewEntry'),
})

const overview = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id',
  staticData: { title: { zh: '资源概况', en: 'Resource' } },
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(versionsQuery(id)),
    ]),
  component: lazyRouteComponent(() => import('./resource/Overview.tsx'), 'Overview'),
})

const deliveries = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/deliveries',
  staticData: { title: { zh: '数据交付', en: 'Deliveries' } },
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(deliveriesQuery(id)),
    ]),
  component: lazyRouteComponent(() => import('./deliver/Deliveries.tsx'), 'Deliveries'),
})

const delivery = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/deliveries/$id',
  staticData: { title: { zh: '一次交付', en: 'One delivery' } },
  loader: async ({ context: { queryClient }, params: { id } }) => {
    const { resource } = await queryClient.ensureQueryData(deliveryQuery(id))
    await queryClient.ensureQueryData(resourceQuery(resource))
  },
  component: lazyRouteComponent(() => import('./deliver/DeliveryPage.tsx'), 'DeliveryPage'),
})

const columns = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/columns',
  staticData: { title: { zh: '列与数据元', en: 'Columns and data elements' } },
  validateSearch: searchOf({ page: place.page, open: flag }),
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(versionsQuery(id)),
      queryClient.ensureQueryData(bindingsQuery(id)),
      queryClient.ensureQueryData(elementsQuery),
      queryClient.ensureQueryData(deliveriesQuery(id)),
    ]),
  component: lazyRouteComponent(() => import('./columns/Columns.tsx'), 'Columns'),
})

const quality = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/versions/$n',
  staticData: { title: { zh: '版本与质量', en: 'Version and quality' } },
  loader: ({ context: { queryClient }, params: { id, n } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(versionsQuery(id)),
      queryClient.ensureQueryData(verdictQuery(id, n)).catch(() => undefined),
    ]),
  component: lazyRouteComponent(() => import('./quality/VersionPage.tsx'), 'VersionPage'),
})

const rejects = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/versions/$n/rejects',
  staticData: { title: { zh: '不合格行', en: 'Rejects' } },
  validateSearch: searchOf({ ...place, field: words(), rule: words(100), severity: oneOf('warn') }),
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(resourceQuery(id)),
  component: lazyRouteComponent(() => import('./quality/Rejects.tsx'), 'Rejects'),
})

const profile = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/versions/$n/profile',
  staticData: { title: { zh: '数据画像', en: 'Profile of the columns' } },
  validateSearch: searchOf({ column: words(), page: place.page }),
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(resourceQuery(id)),
  component: lazyRouteComponent(() => import('./quality/ProfilePage.tsx'), 'ProfilePage'),
})

const changes = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/versions/$n/changes',
  staticData: { title: { zh: '版本变化', en: 'What changed' } },
  validateSearch: searchOf({ against: count(1, 1_000_000) }),
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(versionsQuery(id)),
    ]),
  component: lazyRouteComponent(() => import('./quality/ChangesPage.tsx'), 'ChangesPage'),
})

const entry = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/entry',
  staticData: { title: { zh: '目录条目', en: 'Catalogue entry' } },
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([
      queryClient.ensureQueryData(resourceQuery(id)),
      queryClient.ensureQueryData(gateQuery(id)),
      queryClient.ensureQueryData(elementsQuery),
    ]),
  component: lazyRouteComponent(() => import('./entry/EntryPage.tsx'), 'EntryPage'),
})

const opening = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/opening',
  staticData: { title: { zh: '向社会开放', en: 'Opening to the public' } },
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([queryClient.ensureQueryData(resourceQuery(id)), queryClient.ensureQueryData(elementsQuery)]),
  component: lazyRouteComponent(() => import('./open/OpeningPage.tsx'), 'OpeningPage'),
})

const reads = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/provider/resources/$id/reads',
  staticData: { title: { zh: '谁读了多少', en: 'Who reads how much' } },
  validateSearch: searchOf({ ...place, from: dayIn, until: dayIn, agreement: idIn }),
  loader: ({ context: { queryClient }, params: { id } }) => queryClient.ensureQueryData(resourceQuery(id)),
  component: lazyRouteComponent(() => import('./reads/ReadsPage.tsx'), 'ReadsPage'),
})

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const providerRoutes = [
  resources,
  newEntry,
  overview,
  deliveries,
  delivery,
  columns,
  quality,
  rejects,
  profile,
  changes,
  entry,
  opening,
  reads,
] as const

export const providerArea: Area = {
  title: { zh: '供数', en: 'Providing data' },
  items: [
    { to: '/provider', label: { zh: '我的资源', en: 'My resources' }, icon: 'book', may: 'collect.read' },
  ],
}
