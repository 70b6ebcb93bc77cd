import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery } from '../../../api/queries.ts'
import { CountText, DataText, Localised, ProblemNotice, Scrolled } from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'
import { Pages, pageOf } from '../columns/Pages.tsx'
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
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const found = useQuery({ ...profileQuery(id, n), retry: false })
  const { columns = [], waiting = [] } = found.data ?? {}
  const { shown, page, pages } = pageOf<ColumnProfile | string>([...columns, ...waiting], search.page)
  const chosen = columns.find(({ column }) => column === search.column) ?? shown.find(isDrawn)
  return (
    <ResourceFrame resource={resource} part={t('version.n', { n: Number(n) })}>
      <VersionNav id={id} n={n} />
      <ProblemNotice error={found.error} />
      {found.isPending && <Loading />}
      {found.data && (
        <>
          <section className="card" aria-labelledby="profile">
            <div className="card-head">
              <h2 id="profile">{t('profile.title')}</h2>
              <span className="soft">
                <CountText count={found.data.rows} /> {t('version.rows', { count: found.data.rows })} ·{' '}
                {t(`profile.${found.data.source}`)}
              </span>
            </div>
            <p className="soft" role="status">
              {waiting.length > 0 && t('profile.drawingMore', { count: waiting.length })}
            </p>
            <ColumnsTable
              columns={shown}
              chosen={chosen?.column}
              onChoose={(column) => navigate({ search: { ...search, column }, resetScroll: false })}
            />
            <Pages
              page={page}
              pages={pages}
              count={columns.length + waiting.length}
              onPage={(to) => navigate({ search: { page: to }, resetScroll: false })}
            />
          </section>
          {chosen && <ColumnPicture profile={chosen} />}
        </>
      )}
    </ResourceFrame>
  )
}

const isDrawn = (one: ColumnProfile | string): one is ColumnProfile => typeof one !== 'string'

interface TableProps {
  /** pictures, and the names of columns that are still being drawn */
  readonly columns: readonly (ColumnProfile | string)[]
  readonly chosen: string | undefined
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
          {columns.map((one) =>
            isDrawn(one) ? (
              <ColumnFacts
                key={one.column}
                profile={one}
                isChosen={one.column === chosen}
                onChoose={onChoose}
              />
            ) : (
              <tr key={one}>
                <th scope="row">
                  <DataText value={one} />
                </th>
                <td colSpan={6} className="soft">
                  {t('profile.drawing')}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Scrolled>
  )
}

interface FactsProps {
  readonly profile: ColumnProfile
  readonly isChosen: boolean
  onChoose(column: string): void
}

/** One column in one line, before it is looked at in full. */
function ColumnFacts({ profile: it, isChosen, onChoose }: FactsProps) {
  const { t } = useTranslation('provider')
  return (
    <tr aria-current={isChosen ? 'true' : undefined}>
      <th scope="row">
        <button
          type="button"
          className="plain-button"
          aria-pressed={isChosen}
          onClick={() => onChoose(it.column)}
        >
          <DataText value={it.column} />
        </button>
        <span className="under">{it.item === null ? t('plan.unknown') : <Localised text={it.title} />}</span>
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
            <DataText value={it.range.min} limit={30} /> – <DataText value={it.range.max} limit={30} />
          </>
        ) : (
          '—'
        )}
      </td>
      <td>{it.top[0] ? <DataText value={it.top[0].value} limit={30} /> : '—'}</td>
    </tr>
  )
}
