import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { Confirm, CountText, DataText, Facts, InstantText, Localised, OrgName } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { NotFoundPage } from '../../../shell/pages.tsx'
import { personQuery, type RosterPerson } from '../queries.ts'
import { FieldDialogue } from './FieldForm.tsx'
import { GrantForm, GrantHistory } from './Grants.tsx'
import { Postings } from './Postings.tsx'
import { ThreeColumns } from './ThreeColumns.tsx'
import '../audit.css'

const route = getRouteApi('/console/admin/orgs/$id/persons/$person')

/** One person: the roles held in the three columns, why a column is closed, and every grant there ever was. */
export function PersonPage() {
  const { id, person: personId } = route.useParams()
  const { data: person } = useSuspenseQuery(personQuery(id, personId))
  return person ? <Sheet key={`${id} ${personId}`} person={person} /> : <NotFoundPage />
}

function Sheet({ person }: { person: RosterPerson }) {
  const { t } = useTranslation('admin')
  const may = useMay()
  const me = useMe()
  const isOwn = me.id === person.id
  const canGrant = may('parties.grant') && !isOwn && person.disabledAt === null
  return (
    <div className="page audit">
      <PageHead
        title={<DataText value={person.name} />}
        actions={may('parties.register') && !isOwn && person.disabledAt === null && <Acts person={person} />}
      >
        <Localised text={person.title} /> ·{' '}
        <Link to="/admin/orgs/$id" params={{ id: person.org }}>
          <OrgName id={person.org} />
        </Link>{' '}
        · <code>{person.id}</code>
      </PageHead>
      <section className="card">
        <Facts
          rows={[
            [t('people.login'), <code key="login">{person.login}</code>],
            [t('people.state'), t(person.disabledAt === null ? 'people.active' : 'people.disabled')],
            person.disabledAt !== null && [
              t('people.disabledAt'),
              <InstantText key="at" at={person.disabledAt} />,
            ],
            [t('people.sessions'), <CountText key="sessions" count={person.sessions} />],
          ]}
        />
      </section>
      <section className="card">
        <div className="card-head">
          <h2>{t('people.columns')}</h2>
          <span className="soft">{t('people.columnsNote')}</span>
        </div>
        <ThreeColumns person={person} canRevoke={canGrant} />
        {isOwn && <p>{t('people.own')}</p>}
      </section>
      {canGrant && <GrantForm person={person} />}
      <GrantHistory person={person.id} />
      <Postings person={person.id} />
    </div>
  )
}

function Acts({ person: { id, title } }: { person: RosterPerson }) {
  const navigate = useNavigate()
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const path = { params: { path: { id } } }
  const after = async (done: Promise<unknown>) => {
    await done
    await client.invalidateQueries({ queryKey: ['parties'] })
  }
  const transfer = async ({ org = '', zh = '', en = '' }: Readonly<Record<string, string>>) => {
    const body = { org, title: { zh, en } }
    await told(api.POST('/api/parties/persons/{id}/transfer', { ...path, body }))
    // First to the new page: on the old one they are no longer found.
    await navigate({ to: '/admin/orgs/$id/persons/$person', params: { id: org, person: id } })
    await client.invalidateQueries({ queryKey: ['parties'] })
  }
  return (
    <>
      <FieldDialogue
        label={t('people.transfer')}
        note={t('people.transferNote')}
        fields={[
          { name: 'org', pointer: '/org', label: t('people.transferOrg'), hint: 'sz.market' },
          { name: 'zh', pointer: '/title/zh', label: t('people.titleZh'), initial: title.zh },
          { name: 'en', pointer: '/title/en', label: t('people.titleEn'), initial: title.en },
        ]}
        send={transfer}
        onSent={() => undefined}
      />
      <Confirm
        label={t('people.endSessions')}
        act={() => after(told(api.DELETE('/api/parties/persons/{id}/sessions', path)))}
      >
        <p>{t('people.endSessionsNote')}</p>
      </Confirm>
      <Confirm
        label={t('people.disable')}
        act={() => after(told(api.DELETE('/api/parties/persons/{id}', path)))}
      >
        <p>{t('people.disableNote')}</p>
      </Confirm>
    </>
  )
}
