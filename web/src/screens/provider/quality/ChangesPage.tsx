import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery, versionsQuery } from '../../../api/queries.ts'
import { CountText, DataText, Facts, Localised, ProblemNotice, Scrolled } from '../../../parts/index.ts'
import { Loading } from '../../../shell/Root.tsx'
import { type Changes, changesQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { VersionNav } from './VersionNav.tsx'

const route = getRouteApi('/console/provider/resources/$id/versions/$n/changes')

/** What changed between two versions: rows that came, went and differ, and the first cells. */
export function ChangesPage() {
  const { t } = useTranslation('provider')
  const { id, n } = route.useParams()
  const { against } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: versions } = useSuspenseQuery(versionsQuery(id))
  const others = versions.items.filter((it) => String(it.n) !== n && it.tables.checked)
  const usual = others.find((it) => it.n < Number(n))?.n
  const base = against ?? usual
  const found = useQuery({ ...changesQuery(id, n, base), enabled: base !== undefined, retry: false })
  return (
    <ResourceFrame resource={resource} part={t('version.n', { n: Number(n) })}>
      <VersionNav id={id} n={n} />
      {others.length === 0 ? (
        <p>{t('changes.nothingBefore')}</p>
      ) : (
        <label className="against">
          {t('changes.against')}{' '}
          <select
            className="choice"
            value={base ?? ''}
            onChange={({ target }) => navigate({ search: { against: Number(target.value) } })}
          >
            {base === undefined && <option value="">{t('choose')}</option>}
            {others.map((it) => (
              <option key={it.n} value={it.n}>
                {t('version.n', { n: it.n })} · {t(`origin.${it.origin}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ProblemNotice error={found.error} />
      {found.isLoading && <Loading />}
      {found.data && <ChangeSum changes={found.data} />}
      {found.data && found.data.cells.length > 0 && <ChangedCells changes={found.data} />}
    </ResourceFrame>
  )
}

function ChangeSum({ changes }: { changes: Changes }) {
  const { t } = useTranslation('provider')
  const { key, rows, added, removed, changed, items, itemsAdded, itemsRemoved } = changes
  return (
    <section className="card" aria-labelledby="sum">
      <h2 id="sum">{t('changes.sum')}</h2>
      <Facts
        rows={[
          [
            t('changes.rows'),
            <span key="rows">
              <CountText count={rows.before} /> → <CountText count={rows.after} />
            </span>,
          ],
          [t('changes.added'), <CountText key="added" count={added} />],
          [t('changes.removed'), <CountText key="removed" count={removed} />],
          [t('changes.changed'), <CountText key="changed" count={changed} />],
          [t('changes.key'), <code key="key">{key.join(' + ')}</code>],
          itemsAdded.length > 0 && [t('changes.itemsAdded'), itemsAdded.join(' · ')],
          itemsRemoved.length > 0 && [t('changes.itemsRemoved'), itemsRemoved.join(' · ')],
          items.length > 0 && [
            t('changes.byItem'),
            <ul key="items" className="plain-list">
              {items.map((it) => (
                <li key={it.item}>
                  <Localised text={it.title} /> <CountText count={it.changed} />
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
    </section>
  )
}

function ChangedCells({ changes: { cells } }: { changes: Changes }) {
  const { t } = useTranslation('provider')
  return (
    <section className="card" aria-labelledby="cells">
      <div className="card-head">
        <h2 id="cells">{t('changes.cells')}</h2>
        <span className="soft">{t('changes.cellsNote', { count: cells.length })}</span>
      </div>
      <Scrolled label={t('changes.cells')}>
        <table>
          <caption className="only-read">{t('changes.cells')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('changes.key')}</th>
              <th scope="col">{t('entry.item')}</th>
              <th scope="col">{t('changes.before')}</th>
              <th scope="col">{t('changes.after')}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ key, item, before, after }) => (
              <tr key={`${key} ${item}`}>
                <th scope="row">
                  <DataText value={key} />
                </th>
                <td>
                  <code>{item}</code>
                </td>
                <td>
                  <del>
                    <DataText value={before} />
                  </del>
                </td>
                <td>
                  <ins>
                    <DataText value={after} />
                  </ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  )
}
