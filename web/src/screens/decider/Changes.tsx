import { useTranslation } from 'react-i18next'
import type { ItemOf } from '../../api/types.ts'
import { DataText, InstantText } from '../../parts/index.ts'
import { entryName } from './entry-names.ts'

type Revision = ItemOf<'/api/catalog/resources/{id}/history'>

/** What the revision changed, and the revisions before it. */
export function Changes({
  revision,
  history,
  showsChanges,
}: {
  revision: Revision
  history: readonly Revision[]
  showsChanges: boolean
}) {
  const { t } = useTranslation('decider')
  const name = (field: string) => {
    const known = entryName(field)
    return known ? t(`entry.${known}`) : field
  }
  return (
    <section className="card" aria-labelledby="changes-title">
      <h2 id="changes-title">{t(showsChanges ? 'reviews.changes' : 'reviews.history')}</h2>
      {showsChanges && <ChangeNote revision={revision} name={name} />}
      <div className="list-scroll">
        <table className="dense">
          <caption className="only-read">{t('reviews.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reviews.revision')}</th>
              <th scope="col">{t('reviews.by')}</th>
              <th scope="col">{t('reviews.submittedAt')}</th>
              <th scope="col">{t('reviews.changed')}</th>
              <th scope="col">{t('reviews.returnedFor')}</th>
            </tr>
          </thead>
          <tbody>
            {history.map((it) => (
              <tr key={it.n}>
                <th scope="row">{it.n}</th>
                <td>
                  <DataText value={it.submittedBy ?? it.madeBy} />
                </td>
                <td>{it.submittedAt ? <InstantText at={it.submittedAt} /> : '—'}</td>
                <td>{it.changed.map(name).join(' · ') || '—'}</td>
                <td>{it.returnReason ? <DataText value={it.returnReason} limit={300} /> : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function ChangeNote({ revision, name }: { revision: Revision; name(field: string): string }) {
  const { t } = useTranslation('decider')
  if (revision.n === 1) return <p>{t('reviews.first')}</p>
  if (revision.changed.length === 0) return <p>{t('reviews.unchanged')}</p>
  return (
    <>
      <p>{t('reviews.changesNote', { n: revision.n - 1, count: revision.changed.length })}</p>
      <ul className="items">
        {revision.changed.map((field) => (
          <li key={field}>{name(field)}</li>
        ))}
      </ul>
    </>
  )
}
