import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery } from '../../../api/queries.ts'
import { CountText, DataText, Localised, ProblemNotice, Scrolled } from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'
import { shareText } from '../facts.tsx'
import { type Profile, profileQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { ColumnPicture } from './ColumnPicture.tsx'
import { VersionNav } from './VersionNav.tsx'

const route = getRouteApi('/console/provider/resources/$id/versions/$n/profile')
type ColumnProfile = Profile['columns'][number]

/** What the columns of a version look like; one column at a time in full. */
export function ProfilePage() {
  const { t } = useTranslation('provider')
  const { id, n } = route.useParams()
  const { column } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const found = useQuery({ ...profileQuery(id, n), retry: false })
  const columns = found.data?.columns ?? []
  const chosen = columns.find((it) => it.column === column) ?? columns[0]
  return (
    <ResourceFrame resource={resource} part={t('version.n', { n: Number(n) })}>
      <VersionNav id={id} n={n} />
      <ProblemNotice error={found.error} />
      {found.isPending && <Loading />}
      {found.data && chosen && (
        <>
          <section className="card" aria-labelledby="profile">
            <div className="card-head">
              <h2 id="profile">{t('profile.title')}</h2>
              <span className="soft">
                <CountText count={found.data.rows} /> {t('version.rows')} ·{' '}
                {t(`profile.${found.data.source}`)}
              </span>
            </div>
            <ColumnsTable
              columns={columns}
              chosen={chosen.column}
              onChoose={(name) => navigate({ search: { column: name }, resetScroll: false })}
            />
          </section>
          <ColumnPicture profile={chosen} />
        </>
      )}
    </ResourceFrame>
  )
}

interface TableProps {
  readonly columns: readonly ColumnProfile[]
  readonly chosen: string
  onChoose(column: string): void
}

function ColumnsTable({ columns, chosen, onChoose }: TableProps) {
  const { t } = useTranslation('provider')
  return (
    <Scrolled label={t('profile.title')}>
      <table>
        <caption className="only-read">{t('profile.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columns.column')}</th>
            <th scope="col" className="end">
              {t('profile.present')}
            </th>
            <th scope="col" className="end">
              {t('quality.missing')}
            </th>
            <th scope="col" className="end">
              {t('profile.distinct')}
            </th>
            <th scope="col">{t('profile.lengths')}</th>
            <th scope="col">{t('profile.range')}</th>
            <th scope="col">{t('profile.top')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((it) => (
            <tr key={it.column} aria-current={it.column === chosen ? 'true' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className="plain-button"
                  aria-pressed={it.column === chosen}
                  onClick={() => onChoose(it.column)}
                >
                  <DataText value={it.column} />
                </button>
                <span className="under">
                  {it.item === null ? t('plan.unknown') : <Localised text={it.title} />}
                </span>
              </th>
              <td className="end">
                <CountText count={it.present} />
              </td>
              <td className="end">
                <CountText count={it.missing} />
                {it.missingShare !== null && it.missing > 0 && (
                  <span className="under">{shareText(it.missingShare)}</span>
                )}
              </td>
              <td className="end">
                <CountText count={it.distinct} />
              </td>
              <td>{it.lengths ? `${it.lengths.min} – ${it.lengths.max}` : '—'}</td>
              <td>
                {it.range ? (
                  <>
                    <DataText value={it.range.min} limit={30} /> –{' '}
                    <DataText value={it.range.max} limit={30} />
                  </>
                ) : (
                  '—'
                )}
              </td>
              <td>{it.top[0] ? <DataText value={it.top[0].value} limit={30} /> : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
