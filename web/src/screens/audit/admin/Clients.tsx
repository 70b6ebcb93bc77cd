import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { ItemOf } from '../../../api/types.ts'
import {
  type Column,
  Confirm,
  DataText,
  InstantText,
  SearchForm,
  ServerTable,
  StateMark,
  useOrgName,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { FieldForm } from './FieldForm.tsx'
import { type Issued, Secret } from './Secret.tsx'
import '../audit.css'

const route = getRouteApi('/console/admin/clients')

type Client = ItemOf<'/api/parties/clients'>

/** The systems of an organisation: registered, with a secret shown once, and ended. */
export function Clients() {
  const { t } = useTranslation('admin')
  const may = useMay()
  const own = useMe().org?.id ?? ''
  const { org = own } = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const [issued, setIssued] = useState<Issued>()
  return (
    <div className="page audit">
      <PageHead title={t('clients.title')}>{t('clients.note')}</PageHead>
      {issued && <Secret issued={issued} onDone={() => setIssued(undefined)} />}
      <ClientList org={org} mayEnd={may('parties.register')} />
      {may('parties.register') && (
        <section className="card">
          <h2>{t('clients.register')}</h2>
          <FieldForm
            key={org}
            submit={t('clients.register')}
            fields={[
              { name: 'id', pointer: '/id', label: t('clients.id'), hint: 'sz.market.gateway' },
              {
                name: 'org',
                pointer: '/org',
                label: t('clients.org'),
                hint: 'sz.market',
                ...(org !== own && { initial: org }),
              },
              { name: 'name', pointer: '/name', label: t('clients.name') },
            ]}
            send={async ({ id = '', org: of = '', name = '' }) => {
              setIssued(undefined)
              const { secret } = await told(api.POST('/api/parties/clients', { body: { id, org: of, name } }))
              setIssued({ id, secret })
              await navigate({ search: { org: of } })
            }}
            onSent={() => void client.invalidateQueries({ queryKey: ['parties', 'clients'] })}
          />
        </section>
      )}
    </div>
  )
}

function ClientList({ org, mayEnd }: { org: string; mayEnd: boolean }) {
  const { t } = useTranslation('admin')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const title = t('clients.list', { org: useOrgName(org) })
  return (
    <section className="card">
      <h2>{title}</h2>
      <SearchForm
        values={{ org }}
        onSearch={(values) => navigate({ search: values.org ? { org: values.org } : {} })}
        fields={[{ name: 'org', kind: 'words', label: t('clients.show'), example: 'sz.market' }]}
      />
      <ServerTable<Client>
        caption={title}
        columns={useColumns(mayEnd)}
        queryKey={['parties', 'clients', org]}
        load={(page) => told(api.GET('/api/parties/clients', { params: { query: { org, ...page } } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { org, ...place } })}
        empty={t('clients.empty')}
      />
    </section>
  )
}

function useColumns(mayEnd: boolean): Column<Client>[] {
  const { t } = useTranslation('admin')
  return [
    { key: 'id', title: t('clients.id'), header: true, render: ({ id }) => <code>{id}</code> },
    { key: 'name', title: t('clients.name'), render: ({ name }) => <DataText value={name} /> },
    {
      key: 'at',
      title: t('clients.registeredAt'),
      render: ({ registeredAt }) => <InstantText at={registeredAt} />,
    },
    {
      key: 'state',
      title: t('people.state'),
      render: ({ endedAt }) =>
        endedAt === null ? (
          <StateMark as="done">{t('clients.live')}</StateMark>
        ) : (
          <>
            {t('clients.endedAt')} <InstantText at={endedAt} />
          </>
        ),
    },
    {
      key: 'act',
      title: t('clients.acts'),
      render: ({ id, endedAt }) => mayEnd && endedAt === null && <End id={id} />,
    },
  ]
}

function End({ id }: { id: string }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const end = async () => {
    await told(api.POST('/api/parties/clients/{id}/end', { params: { path: { id } } }))
    await client.invalidateQueries({ queryKey: ['parties', 'clients'] })
  }
  return (
    <Confirm danger label={t('clients.end', { id })} act={end}>
      <p>{t('clients.endNote')}</p>
    </Confirm>
  )
}
