import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AgreementList } from '../../parts/index.ts'
import { PageHead } from '../../shell/PageHead.tsx'

const route = getRouteApi('/console/decide/agreements')

/** Agreements the office provides for, and on demand those it reads under. */
export function Agreements() {
  const { t } = useTranslation('decider')
  const navigate = route.useNavigate()
  return (
    <div className="page">
      <PageHead title={t('agreements.title')}>{t('agreements.note')}</PageHead>
      <AgreementList
        own="provider"
        title={t('agreements.title')}
        empty={t('agreements.empty')}
        to="/decide/agreements/$id"
        search={route.useSearch()}
        onSearch={(search) => navigate({ search })}
      />
    </div>
  )
}
