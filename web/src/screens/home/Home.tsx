import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLanguage, writeToday } from '../../parts/text.tsx'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { WaitingForBinding } from './Binding.tsx'
import { AllMatters, OtherMatters, WaitingMatters } from './Matters.tsx'
import { NextThings } from './NextThings.tsx'
import { waitingQuery } from './queries.ts'
import { DraftsToApprove, OwnSubmissions } from './Submissions.tsx'
import { Denials, FailedJobs } from './Watch.tsx'

/** What needs my organisation now, least time left first; what others owe it; and where nothing waits, what I can do. */
export function Home() {
  const { t } = useTranslation('home')
  const language = useLanguage()
  const may = useMay()
  const org = useMe().org?.id ?? ''
  const readsAll = may('cases.readAll')
  const hasTurns = may('case.read') && !readsAll
  const { data } = useQuery({ ...waitingQuery(org), enabled: hasTurns })
  const isIdle = !hasTurns || data?.items.length === 0
  return (
    <div className="page">
      <PageHead title={t('title')}>{writeToday(language)}</PageHead>
      {hasTurns && <WaitingMatters org={org} />}
      {may('share.approve') && <DraftsToApprove />}
      {may('standards.bind') && <WaitingForBinding org={org} />}
      {readsAll && <AllMatters />}
      {may('jobs.read') && <FailedJobs />}
      {may('ledger.read') && <Denials />}
      {hasTurns && <OtherMatters org={org} />}
      {may('share.submit') && <OwnSubmissions />}
      {isIdle && <NextThings />}
    </div>
  )
}
