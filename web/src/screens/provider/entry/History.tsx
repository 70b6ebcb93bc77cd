import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { historyQuery } from '../../../api/queries.ts'
import { DataText, InstantText, PersonText, ProblemNotice } from '../../../parts/index.ts'
import type { Revision } from '../queries.ts'
import { useFieldName } from './field-names.ts'

/** The revisions of the entry, newest first: who wrote, submitted and decided, and what changed. */
export function History({ id }: { id: string }) {
  const { t } = useTranslation('provider')
  const found = useQuery(historyQuery(id))
  return (
    <section className="card" aria-labelledby="history">
      <h2 id="history">{t('history.title')}</h2>
      <ProblemNotice error={found.error} />
      <ol className="rows">
        {found.data?.items.map((revision) => (
          <RevisionRow key={revision.n} revision={revision} />
        ))}
      </ol>
    </section>
  )
}

const states = ['draft', 'inReview', 'published', 'superseded', 'withdrawn'] as const

function RevisionRow({ revision }: { revision: Revision }) {
  const { t } = useTranslation('provider')
  const { n, state, madeBy, madeAt, submittedBy, submittedAt, decidedBy, decidedAt, returnReason, changed } =
    revision
  const name = useFieldName()
  const known = states.find((it) => it === state)
  return (
    <li>
      <span className="rows-main">
        <strong>{t('revision', { n })}</strong> · {known ? t(`revisionState.${known}`) : state}
        {changed.length > 0 && (
          <span className="under">
            {t('history.changed')} {changed.map(name).join(' · ')}
          </span>
        )}
        {returnReason !== null && (
          <span className="under">
            {t('history.returned')} <DataText value={returnReason} />
          </span>
        )}
      </span>
      <span className="soft">
        {t('history.made')} <PersonText id={madeBy} /> <InstantText at={madeAt} />
        {submittedAt && (
          <>
            {' · '}
            {t('history.submitted')} <PersonText id={submittedBy} /> <InstantText at={submittedAt} />
          </>
        )}
        {decidedAt && (
          <>
            {' · '}
            {t('history.decided')} <PersonText id={decidedBy} /> <InstantText at={decidedAt} />
          </>
        )}
      </span>
      {revision.case && (
        <Link to="/cases/$id" params={{ id: revision.case }}>
          {t('history.review')}
        </Link>
      )}
    </li>
  )
}
