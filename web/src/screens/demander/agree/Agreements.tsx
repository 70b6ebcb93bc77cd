import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import type { Agreement } from '../../../api/types.ts'
import { type Column, DataText, DayText, FilterBar, OrgName, ServerTable } from '../../../parts/index.ts'
import { useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Badge, ResourceName } from '../shared/parts.tsx'

const route = getRouteApi('/console/demand/agreements')

/** The agreements in which the organisation receives or provides, newest first. */
export function Agreements() {
  const { t } = useTranslation('demander')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { resource } = search
  return (
    <div className="page">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <ServerTable<Agreement>
        caption={t('agreements.title')}
        columns={useColumns()}
        queryKey={['policy', 'agreements', { resource }]}
        load={(page) =>
          told(api.GET('/api/share/agreements', { params: { query: given({ resource, ...page }) } }))
        }
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ resource }), ...place } })}
        onOpen={({ id }) => navigate({ to: '/demand/agreements/$id', params: { id } })}
        empty={t('agreements.none')}
        exportName="agreements"
        filters={
          resource !== undefined && (
            <FilterBar
              filters={[
                {
                  kind: 'choice',
                  name: 'resource',
                  label: t('agreements.resource'),
                  options: [{ value: resource, label: resource }],
                },
              ]}
              values={{ resource }}
              onChange={(values) =>
                navigate({ search: given({ resource: values.resource as string | undefined }) })
              }
            />
          )
        }
      />
    </div>
  )
}

export function AgreementState({ agreement: { state, rectifyBy } }: { agreement: Agreement }) {
  const { t } = useTranslation('demander')
  const tone = { inForce: 'well', suspended: 'soon', ended: 'plain' } as const
  return (
    <>
      <Badge tone={tone[state]}>{t(`agreements.${state}`)}</Badge>
      {state === 'suspended' && rectifyBy && (
        <span className="under">{t('agreements.rectifyBy', { day: rectifyBy })}</span>
      )}
    </>
  )
}

function useColumns(): Column<Agreement>[] {
  const { t } = useTranslation('demander')
  const org = useMe().org?.id
  return [
    {
      key: 'resource',
      title: t('agreements.resource'),
      header: true,
      render: ({ id, resource }) => (
        <>
          <Link to="/demand/agreements/$id" params={{ id }}>
            <ResourceName id={resource} />
          </Link>
          <span className="under">
            <code>{id}</code>
          </span>
        </>
      ),
      text: ({ resource }) => resource,
    },
    {
      key: 'provider',
      title: t('agreements.provider'),
      render: ({ provider }) => <OrgName id={provider} />,
      text: ({ provider }) => provider,
    },
    {
      key: 'applicant',
      title: t('agreements.applicant'),
      render: ({ applicant }) => <OrgName id={applicant} />,
      text: ({ applicant }) => applicant,
    },
    {
      key: 'side',
      title: t('agreements.side'),
      render: ({ applicant, provider }) =>
        applicant === org ? t('agreements.asApplicant') : provider === org ? t('agreements.asProvider') : '—',
    },
    {
      key: 'state',
      title: t('agreements.state'),
      render: (agreement) => <AgreementState agreement={agreement} />,
      text: ({ state }) => t(`agreements.${state}`),
    },
    {
      key: 'term',
      title: t('agreements.term'),
      render: ({ from, until }) => (
        <>
          <DayText day={from} /> – <DayText day={until} />
        </>
      ),
      text: ({ from, until }) => `${from}/${until}`,
    },
    {
      key: 'reason',
      title: t('agreements.reason'),
      render: ({ reason }) => reason && <DataText value={reason} />,
      text: ({ reason }) => reason,
    },
  ]
}
