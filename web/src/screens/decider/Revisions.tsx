import { useTranslation } from 'react-i18next'
import type { ItemOf } from '../../api/types.ts'
import { DataText, InstantText, PersonText, PlainTable } from '../../parts/index.ts'
import { entryName } from './entry-names.ts'

type Revision = ItemOf<'/api/catalog/resources/{id}/history'>

/** The revisions of an entry, who handed them in and why they were returned. */
export function Revisions({ history }: { history: readonly Revision[] }) {
  const { t } = useTranslation('decider')
  const name = (field: string) => {
    const known = entryName(field)
    return known ? t(`entry.${known}`) : field
  }
  return (
    <section className="card" aria-labelledby="revisions-title">
      <div className="card-head">
        <h2 id="revisions-title">{t('reviews.history')}</h2>
      </div>
      <PlainTable
        caption={t('reviews.history')}
        heads={[
          t('reviews.revision'),
          t('reviews.by'),
          t('reviews.submittedAt'),
          t('reviews.changed'),
          t('reviews.returnedFor'),
        ]}
      >
        {history.map((it) => (
          <tr key={it.n}>
            <th scope="row">{t('reviews.nth', { n: it.n })}</th>
            <td>
              <PersonText id={it.submittedBy ?? it.madeBy} />
            </td>
            <td>{it.submittedAt ? <InstantText at={it.submittedAt} /> : '—'}</td>
            <td>{it.changed.map(name).join(' · ') || '—'}</td>
            <td>{it.returnReason ? <DataText value={it.returnReason} limit={300} /> : '—'}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}
