import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import {
  type Column,
  CountText,
  DataText,
  DayText,
  Facts,
  Localised,
  OrgName,
  PlainTable,
  ServerTable,
  showControls,
  useLanguage,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { branchesQuery, formsQuery, type OrgForms, type RosterPerson, rolesQuery } from '../queries.ts'
import { FieldDialogue } from './FieldForm.tsx'
import { ChangeOrg, RegisterOrg } from './OrgForm.tsx'
import { OrgRank } from './OrgRank.tsx'
import '../audit.css'

const route = getRouteApi('/console/admin/orgs/$id')

/** One organisation: its present form, those it had, its people, and what stands below it. */
export function OrgPage() {
  const { t } = useTranslation('admin')
  const may = useMay()
  const { id } = route.useParams()
  const { data: org } = useSuspenseQuery(formsQuery(id))
  const canRegister = may('parties.register')
  return (
    <div className="page audit">
      <PageHead
        title={<Localised text={org.name} />}
        actions={
          canRegister && (
            <>
              <ChangeOrg key={`${id} ${org.since}`} org={org} />
              <RegisterOrg parent={id} />
            </>
          )
        }
      >
        <OrgRank org={org} /> · <code>{id}</code>
      </PageHead>
      <section className="card">
        <h2>{t('orgs.facts')}</h2>
        <Facts
          rows={[
            [t('orgs.zh'), <bdi key="zh">{showControls(org.name.zh)}</bdi>],
            [t('orgs.en'), <bdi key="en">{showControls(org.name.en)}</bdi>],
            [t('orgs.division'), <code key="division">{org.division}</code>],
            [t('orgs.parent'), org.parent === null ? t('none') : <OrgLink key="parent" id={org.parent} />],
            org.line !== null && [t('orgs.line'), org.line],
            org.uscc !== null && [t('orgs.uscc'), <code key="uscc">{org.uscc}</code>],
            [t('orgs.since'), <DayText key="since" day={org.since} />],
          ]}
        />
      </section>
      {may('parties.read') && <People org={id} canRegister={canRegister} />}
      <Below id={id} />
      <History org={org} />
    </div>
  )
}

function OrgLink({ id }: { id: string }) {
  return (
    <Link to="/admin/orgs/$id" params={{ id }}>
      <OrgName id={id} />
    </Link>
  )
}

function People({ org, canRegister }: { org: string; canRegister: boolean }) {
  const { t } = useTranslation('admin')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('people.title')}</h2>
        {canRegister && (
          <span className="card-more">
            <RegisterPerson org={org} />
          </span>
        )}
      </div>
      <ServerTable<RosterPerson>
        caption={t('people.title')}
        columns={usePeopleColumns()}
        queryKey={['parties', 'persons', org]}
        load={(page) => told(api.GET('/api/parties/persons', { params: { query: { org, ...page } } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id: person }) =>
          navigate({ to: '/admin/orgs/$id/persons/$person', params: { id: org, person } })
        }
        empty={t('people.empty')}
      />
    </section>
  )
}

function usePeopleColumns(): Column<RosterPerson>[] {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const { data: roles } = useQuery(rolesQuery)
  const roleName = (role: string) => roles?.find((one) => one.role === role)?.[language] ?? role
  return [
    {
      key: 'name',
      title: t('people.name'),
      header: true,
      render: ({ id, org, name }) => (
        <Link to="/admin/orgs/$id/persons/$person" params={{ id: org, person: id }}>
          <DataText value={name} />
        </Link>
      ),
    },
    { key: 'id', title: t('people.id'), render: ({ id }) => <code>{id}</code> },
    { key: 'job', title: t('people.job'), render: ({ title }) => <Localised text={title} /> },
    {
      key: 'roles',
      title: t('people.roles'),
      render: ({ roles: held }) =>
        held.length === 0 ? (
          <span className="absent">{t('none')}</span>
        ) : (
          held.map(({ id, role, family }) => (
            <span key={id} className="role-held">
              {roleName(role)} <span className="soft">({t(`family.${family}`)})</span>{' '}
            </span>
          ))
        ),
    },
    {
      key: 'sessions',
      title: t('people.sessions'),
      align: 'end',
      render: ({ sessions }) => <CountText count={sessions} />,
    },
    {
      key: 'state',
      title: t('people.state'),
      render: ({ disabledAt }) => t(disabledAt === null ? 'people.active' : 'people.disabled'),
    },
  ]
}

function RegisterPerson({ org }: { org: string }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  return (
    <FieldDialogue
      label={t('people.register')}
      fields={[
        {
          name: 'id',
          pointer: '/id',
          label: t('people.id'),
          hint: t('people.idHint'),
          initial: `${org}.`,
        },
        { name: 'name', pointer: '/name', label: t('people.name') },
        { name: 'zh', pointer: '/title/zh', label: t('people.titleZh') },
        { name: 'en', pointer: '/title/en', label: t('people.titleEn') },
        { name: 'login', pointer: '/login', label: t('people.login') },
        {
          name: 'password',
          pointer: '/password',
          label: t('people.password'),
          hint: t('people.passwordHint'),
          kind: 'secret',
          optional: true,
        },
      ]}
      send={({ id = '', name = '', zh = '', en = '', login = '', password }) =>
        told(
          api.POST('/api/parties/persons', {
            body: { id, org, name, title: { zh, en }, login, ...(password && { password }) },
          }),
        )
      }
      onSent={() => client.invalidateQueries({ queryKey: ['parties'] })}
    />
  )
}

function Below({ id }: { id: string }) {
  const { t } = useTranslation('admin')
  const { data: below } = useQuery(branchesQuery(id))
  return (
    <section className="card">
      <h2>{t('orgs.below')}</h2>
      {below?.length === 0 && <p className="soft">{t('orgs.noneBelow')}</p>}
      <ul className="rows">
        {below?.map((one) => (
          <li key={one.id}>
            <span className="rows-main">
              <Link to="/admin/orgs/$id" params={{ id: one.id }}>
                <Localised text={one.name} />
              </Link>
            </span>
            <span className="soft">
              <OrgRank org={one} /> · {t('orgs.persons', { count: one.persons })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ org }: { org: OrgForms }) {
  const { t } = useTranslation('admin')
  return (
    <section className="card">
      <h2>{t('orgs.history')}</h2>
      <PlainTable
        caption={t('orgs.history')}
        heads={[
          t('orgs.since'),
          t('orgs.until'),
          t('orgs.zh'),
          t('orgs.kind'),
          t('orgs.division'),
          t('orgs.parent'),
        ]}
      >
        {org.history.map((form) => (
          <tr key={form.since}>
            <th scope="row">
              <DayText day={form.since} />
            </th>
            <td>{form.until === null ? t('orgs.now') : <DayText day={form.until} />}</td>
            <td>
              <Localised text={form.name} />
            </td>
            <td>{t(`orgKind.${form.kind}`)}</td>
            <td>
              <code>{form.division}</code>
            </td>
            <td>{form.parent === null ? t('none') : <OrgName id={form.parent} />}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}
