import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AgreementList } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'

const route = getRouteApi('/console/demand/agreements')

/** Agreements under which the organisation receives data, and on demand those it provides for. */
export function Agreements() {
  const { t } = useTranslation('demander')
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <AgreementList
        own="applicant"
        title={t('agreements.title')}
        empty={t('agreements.none')}
        to="/demand/agreements/$id"
        search={route.useSearch()}
        onSearch={(search) => navigate({ search })}
      />
    </div>
  )
}
