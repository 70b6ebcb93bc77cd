import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { agreementQuery } from '../../api/queries.ts'
import { oneOf, place, searchOf, words } from '../../parts/search.ts'
import type { Area } from '../../shell/area.ts'
import { consoleRoute } from '../../shell/parent.tsx'
import { entryQuery, formsQuery, packsQuery, personQuery, rolesQuery } from './queries.ts'

const dayIn = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined

/** The server takes a prefix of a kind only in its own letters; anything else would be refused. */
const kindIn = (value: unknown) =>
  typeof value === 'string' && /^[a-z][A-Za-z0-9.-]{0,99}$/.test(value) ? value : undefined

const ledger = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/entries',
  staticData: { title: { zh: '存证台账', en: 'Ledger' } },
  validateSearch: searchOf({
    ...place,
    group: kindIn,
    kind: kindIn,
    subject: words(512),
    actor: words(200),
    party: words(64),
    from: dayIn,
    until: dayIn,
    order: oneOf('newest', 'oldest'),
  }),
  component: lazyRouteComponent(() => import('./ledger/Ledger.tsx'), 'Ledger'),
})

const entry = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/entries/$id',
  staticData: { title: { zh: '台账条目', en: 'Ledger entry' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(entryQuery(params.id)),
  component: lazyRouteComponent(() => import('./ledger/EntryPage.tsx'), 'EntryPage'),
})

const reads = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/reads',
  staticData: { title: { zh: '谁读了什么', en: 'Who read what' } },
  validateSearch: searchOf({
    ...place,
    agreement: words(512),
    party: words(64),
    actor: words(200),
    from: dayIn,
    until: dayIn,
  }),
  component: lazyRouteComponent(() => import('./ledger/Reads.tsx'), 'Reads'),
})

const proofs = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/proofs',
  staticData: { title: { zh: '检查点与证据包', en: 'Checkpoints and bundle' } },
  component: lazyRouteComponent(() => import('./ledger/Checkpoints.tsx'), 'Checkpoints'),
})

const agreements = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/agreements',
  staticData: { title: { zh: '共享协议', en: 'Agreements' } },
  validateSearch: searchOf(place),
  component: lazyRouteComponent(() => import('./ledger/Agreements.tsx'), 'Agreements'),
})

const agreement = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit/agreements/$id',
  staticData: { title: { zh: '一份共享协议', en: 'One agreement' } },
  loader: ({ context, params }) => context.queryClient.ensureQueryData(agreementQuery(params.id)),
  component: lazyRouteComponent(() => import('./ledger/AgreementPage.tsx'), 'AgreementPage'),
})

const orgs = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/orgs',
  staticData: { title: { zh: '单位', en: 'Organisations' } },
  component: lazyRouteComponent(() => import('./admin/Orgs.tsx'), 'Orgs'),
})

const org = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/orgs/$id',
  staticData: { title: { zh: '一个单位', en: 'One organisation' } },
  validateSearch: searchOf(place),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(formsQuery(params.id)),
  component: lazyRouteComponent(() => import('./admin/OrgPage.tsx'), 'OrgPage'),
})

const person = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/orgs/$id/persons/$person',
  staticData: { title: { zh: '一位人员', en: 'One person' } },
  loader: ({ context, params: { id, person } }) =>
    context.queryClient.ensureQueryData(personQuery(id, person)),
  component: lazyRouteComponent(() => import('./admin/PersonPage.tsx'), 'PersonPage'),
})

const roles = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/roles',
  staticData: { title: { zh: '角色与权限', en: 'Roles and permissions' } },
  loader: ({ context }) => context.queryClient.ensureQueryData(rolesQuery),
  component: lazyRouteComponent(() => import('./admin/Roles.tsx'), 'Roles'),
})

const stewards = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/stewards',
  staticData: { title: { zh: '资源的管、运、审单位', en: 'Stewards of a resource' } },
  validateSearch: searchOf({ q: words(), resource: words(64) }),
  component: lazyRouteComponent(() => import('./admin/Stewards.tsx'), 'Stewards'),
})

const clients = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/clients',
  staticData: { title: { zh: '业务系统', en: 'Systems of departments' } },
  validateSearch: searchOf({ ...place, org: words(64) }),
  component: lazyRouteComponent(() => import('./admin/Clients.tsx'), 'Clients'),
})

const duties = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/duties',
  staticData: { title: { zh: '职责清单', en: 'List of duties' } },
  validateSearch: searchOf({ ...place, matter: words(64), scope: words(64), handler: words(64) }),
  component: lazyRouteComponent(() => import('./admin/Duties.tsx'), 'Duties'),
})

const rules = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/rules',
  staticData: { title: { zh: '施行中的规则与日历', en: 'Rules and calendar in force' } },
  validateSearch: searchOf({ evidence: oneOf('text', 'secondary', 'unverified') }),
  loader: ({ context }) => context.queryClient.ensureQueryData(packsQuery),
  component: lazyRouteComponent(() => import('./admin/Rules.tsx'), 'Rules'),
})

const operation = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/admin/operation',
  staticData: { title: { zh: '任务与存储', en: 'Jobs and storage' } },
  component: lazyRouteComponent(() => import('./operate/Operation.tsx'), 'Operation'),
})

export const auditRoutes = [
  ledger,
  entry,
  reads,
  proofs,
  agreements,
  agreement,
  orgs,
  org,
  person,
  roles,
  stewards,
  clients,
  duties,
  rules,
  operation,
] as const

export const auditArea: Area = {
  title: { zh: '审计与管理', en: 'Audit and administration' },
  items: [
    { to: '/audit/entries', label: { zh: '存证台账', en: 'Ledger' }, icon: 'book', may: 'ledger.read' },
    {
      to: '/audit/reads',
      label: { zh: '谁读了什么', en: 'Who read what' },
      icon: 'search',
      may: 'ledger.read',
    },
    {
      to: '/audit/proofs',
      label: { zh: '检查点与证据包', en: 'Checkpoints and bundle' },
      icon: 'shield',
      may: 'ledger.bundle',
    },
    {
      to: '/audit/agreements',
      label: { zh: '协议查阅', en: 'Agreements in force and ended' },
      icon: 'scale',
      may: 'share.supervise',
    },
    {
      to: '/admin/orgs',
      label: { zh: '单位与人员', en: 'Organisations and people' },
      icon: 'people',
      may: 'parties.read',
    },
    { to: '/admin/roles', label: { zh: '角色与权限', en: 'Roles' }, icon: 'key', may: 'parties.grant' },
    {
      to: '/admin/stewards',
      label: { zh: '资源的管、运、审', en: 'Stewards' },
      icon: 'shield',
      may: 'parties.steward',
    },
    { to: '/admin/clients', label: { zh: '业务系统', en: 'Systems' }, icon: 'send', may: 'parties.register' },
    { to: '/admin/duties', label: { zh: '职责清单', en: 'Duties' }, icon: 'list', may: 'duties.read' },
    { to: '/admin/rules', label: { zh: '规则与日历', en: 'Rules and calendar' }, icon: 'clock' },
    {
      to: '/admin/operation',
      label: { zh: '任务与存储', en: 'Jobs and storage' },
      icon: 'gear',
      may: 'jobs.read',
    },
  ],
}
