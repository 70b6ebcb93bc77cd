import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery, versionsQuery } from '../../../api/queries.ts'
import { StateMark, useTerms } from '../../../parts/index.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { BindingForm } from './BindingForm.tsx'

const route = getRouteApi('/console/provider/resources/$id/columns')

/** What each column is: proposed with reasons by the machine, decided by a person of the owner. */
export function Columns() {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const { id } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: versions } = useSuspenseQuery(versionsQuery(id))
  const latest = versions.items[0]
  return (
    <ResourceFrame resource={resource} part={t('aspects.columns')}>
      <section className="card" aria-labelledby="columns">
        <div className="card-head">
          <h2 id="columns">{t('columns.title')}</h2>
          <span className="soft">{t('columns.note')}</span>
        </div>
        <BindingForm id={id} waits={latest?.state === 'landed'} />
        {latest && (
          <p className="columns-after" role="status">
            {t('version.n', { n: latest.n })} ·{' '}
            <StateMark as={latest.state === 'landed' ? 'now' : 'done'}>
              {latest.state === 'landed' ? t('columns.waits') : term('versionState', latest.state)}
            </StateMark>{' '}
            {latest.state !== 'landed' && (
              <Link to="/provider/resources/$id/versions/$n" params={{ id, n: String(latest.n) }}>
                {t('stage.quality')}
              </Link>
            )}
          </p>
        )}
      </section>
    </ResourceFrame>
  )
}
