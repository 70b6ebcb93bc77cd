import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { ProblemError } from '../../../api/problem.ts'
import { resourceQuery } from '../../../api/queries.ts'
import {
  Confirm,
  CountText,
  DataText,
  DayText,
  Facts,
  Localised,
  ProblemNotice,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { Loading } from '../../../shell/Root.tsx'
import type { OpenPage } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { ChooseFields } from './ChooseFields.tsx'

const route = getRouteApi('/console/provider/resources/$id/opening')

/** What of a resource everybody may read: opened item by item by the head of the office, closed with a reason. */
export function OpeningPage() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const may = useMay()
  const org = useMe().org?.id
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const found = useQuery({ queryKey: ['open', 'resource', id], queryFn: () => readOpening(id), retry: false })
  const mayOpen = may('open.open') && resource.provider === org
  return (
    <ResourceFrame resource={resource} part={t('aspects.opening')}>
      <ProblemNotice error={found.error} />
      {found.isPending && <Loading />}
      {found.data && <OpenNow page={found.data} mayClose={mayOpen} />}
      {found.data === null && (
        <section className="card" aria-labelledby="to-open">
          <h2 id="to-open">{t('opening.choose')}</h2>
          <p>
            {t('opening.closedNow')} {!mayOpen && t('opening.headOnly')}
          </p>
          {!resource.open && (
            <p>
              {t('opening.entryFirst')}{' '}
              <Link to="/provider/resources/$id/entry" params={{ id }}>
                {t('aspects.entry')}
              </Link>
            </p>
          )}
          {mayOpen && <ChooseFields resource={resource} />}
        </section>
      )}
    </ResourceFrame>
  )
}

/** The opening as the public sees it; null where nothing is open, which the list says without a refusal. */
async function readOpening(id: string): Promise<OpenPage | null> {
  const query = { resource: id, limit: 1 }
  const { items } = await told(api.GET('/api/open/resources', { params: { query } }))
  if (items.length === 0) return null
  try {
    return await told(api.GET('/api/open/resources/{id}', { params: { path: { id } } }))
  } catch (error) {
    // Closed a moment ago.
    if (error instanceof ProblemError && [404, 410].includes(error.problem.status)) return null
    throw error
  }
}

function OpenNow({ page, mayClose }: { page: OpenPage; mayClose: boolean }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const { id, openedOn, version, rows, columns, licence } = page
  const close = async (reason: string) => {
    await told(api.POST('/api/open/resources/{id}/closing', { params: { path: { id } }, body: { reason } }))
    await client.invalidateQueries({ queryKey: ['open'] })
  }
  return (
    <section className="card" aria-labelledby="open-now">
      <div className="card-head">
        <h2 id="open-now">{t('opening.openNow')}</h2>
        <span className="card-more answers no-print">
          <a href={`/open/resources/${encodeURIComponent(id)}`}>{t('opening.publicPage')}</a>
          {mayClose && (
            <Confirm danger reason label={t('opening.close')} act={close}>
              <p>{t('opening.closeNote')}</p>
            </Confirm>
          )}
        </span>
      </div>
      <Facts
        rows={[
          [t('opening.since'), <DayText key="since" day={openedOn} />],
          [t('version.one'), version === null ? t('opening.preparing') : t('version.n', { n: version })],
          rows !== null && [t('reads.rows'), <CountText key="rows" count={rows} />],
          [t('field.openConditions'), <Localised key="licence" text={licence} />],
        ]}
      />
      <h3>{t('opening.fields', { count: columns.length })}</h3>
      <ul className="names">
        {columns.map(({ name, title }) => (
          <li key={name}>
            <Localised text={title} />{' '}
            <code className="soft">
              <DataText value={name} />
            </code>
          </li>
        ))}
      </ul>
    </section>
  )
}
