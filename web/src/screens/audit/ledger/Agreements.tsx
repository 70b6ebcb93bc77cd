import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { Agreement } from '../../../api/types.ts'
import { type Column, ServerTable, useAgreementColumns } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'

const route = getRouteApi('/console/audit/agreements')

/** All agreements, to be read. */
export function Agreements() {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page audit">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <ServerTable<Agreement>
        caption={t('agreements.title')}
        columns={useColumns()}
        queryKey={['share', 'agreements', 'audit']}
        load={(page) => told(api.GET('/api/share/agreements', { params: { query: page } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: place })}
        onOpen={({ id }) => navigate({ to: '/audit/agreements/$id', params: { id } })}
        exportName="agreements"
      />
    </div>
  )
}

function useColumns(): Column<Agreement>[] {
  const { t } = useTranslation('audit')
  const { resource, applicant, provider, state, term, agreedAt } =
    useAgreementColumns('/audit/agreements/$id')
  const id: Column<Agreement> = {
    key: 'id',
    title: t('reads.agreement'),
    render: ({ id }) => <code>{id}</code>,
    text: ({ id }) => id,
  }
  return [resource, applicant, provider, state, term, agreedAt, id]
}
