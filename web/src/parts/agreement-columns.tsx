import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Agreement } from '../api/types.ts'
import { StateMark } from './facts.tsx'
import type { Column } from './ServerTable.tsx'
import { useTerms } from './terms.ts'
import { DataText, DayText, InstantText, OrgName, ResourceName } from './text.tsx'

/** The page of one agreement, for each who reads it. */
export type AgreementAddress = '/decide/agreements/$id' | '/demand/agreements/$id' | '/audit/agreements/$id'

/** Columns of lists of agreements; a list takes those it wants. */
export function useAgreementColumns(to: AgreementAddress) {
  const { t } = useTranslation('parts')
  const term = useTerms()
  const column = (column: Column<Agreement>) => column
  const party = (side: 'provider' | 'applicant') =>
    column({
      key: side,
      title: term('side', side),
      render: (agreement) => <OrgName id={agreement[side]} />,
      text: (agreement) => agreement[side],
    })
  return {
    resource: column({
      key: 'resource',
      title: t('agreements.resource'),
      header: true,
      render: ({ id, resource }) => (
        <Link to={to} params={{ id }}>
          <ResourceName id={resource} />
        </Link>
      ),
      text: ({ resource }) => resource,
    }),
    provider: party('provider'),
    applicant: party('applicant'),
    state: column({
      key: 'state',
      title: t('agreements.state'),
      render: (agreement) => <AgreementState agreement={agreement} />,
      text: ({ state }) => term('agreement', state),
    }),
    term: column({
      key: 'term',
      title: t('agreements.term'),
      render: ({ from, until }) => (
        <>
          <DayText day={from} /> – <DayText day={until} />
        </>
      ),
      text: ({ from, until }) => `${from}/${until}`,
    }),
    agreedAt: column({
      key: 'agreedAt',
      title: t('agreements.agreedAt'),
      render: ({ agreedAt }) => <InstantText at={agreedAt} />,
      text: ({ agreedAt }) => agreedAt,
    }),
    reason: column({
      key: 'reason',
      title: t('agreements.reason'),
      render: ({ reason }) => reason && <DataText value={reason} />,
      text: ({ reason }) => reason,
    }),
  }
}

/** The state of an agreement in words with its mark, and until when a suspended one must be put right. */
export function AgreementState({ agreement: { state, rectifyBy } }: { agreement: Agreement }) {
  const { t } = useTranslation('parts')
  const term = useTerms()
  const marks = { inForce: 'done', suspended: 'now', ended: 'wait' } as const
  return (
    <>
      <StateMark as={marks[state]}>{term('agreement', state)}</StateMark>
      {state === 'suspended' && rectifyBy && (
        <span className="under">
          {t('agreements.rectifyBy')} <DayText day={rectifyBy} />
        </span>
      )}
    </>
  )
}
