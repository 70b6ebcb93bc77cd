import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ownResourcesQuery, versionsQuery } from '../../api/queries.ts'
import { InstantText, Localised } from '../../parts/text.tsx'
import { Panel } from './Panel.tsx'

/** Versions that have landed and whose columns the owner has not confirmed yet. */
export function WaitingForBinding({ org }: { org: string }) {
  const { t } = useTranslation('home')
  const own = useQuery(ownResourcesQuery(org))
  const resources = own.data?.items ?? []
  const versions = useQueries({ queries: resources.map(({ id }) => versionsQuery(id)) })
  const waiting = resources.flatMap((resource, at) =>
    (versions[at]?.data?.items ?? [])
      .filter(({ state }) => state === 'landed')
      .map((version) => ({ resource, version })),
  )
  if (waiting.length === 0 && !own.error) return null
  return (
    <Panel title={t('binding.title')} note={t('binding.note')} error={own.error}>
      <ul className="rows">
        {waiting.map(({ resource, version }) => (
          <li key={`${resource.id} ${version.n}`}>
            <span className="rows-main">
              <Link to="/provider/resources/$id/columns" params={{ id: resource.id }}>
                <Localised text={resource.name} />
              </Link>
            </span>
            <span>{t('version', { n: version.n, rows: version.landed })}</span>
            <span className="soft">
              <InstantText at={version.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
