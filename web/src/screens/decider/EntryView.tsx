import { useTranslation } from 'react-i18next'
import type { Resource } from '../../api/types.ts'
import { ElementName, Facts, Icon, Localised, Scrolled, useTerms, useTypeText } from '../../parts/index.ts'
import { type EntryField, entryFields } from './entry-names.ts'
import { useEntryWriter } from './entry-writer.tsx'

/** The entry as it will be published, with a mark on what changed. */
export function EntryView({ resource, changed }: { resource: Resource; changed: readonly string[] }) {
  const { t } = useTranslation('decider')
  const write = useEntryWriter()
  const mark = (field: EntryField) =>
    changed.includes(field) && (
      <>
        {' '}
        <strong className="decide-mark">
          <Icon name="dot" />
          {t('reviews.changed')}
        </strong>
      </>
    )
  return (
    <section className="card" aria-labelledby="entry-title">
      <h2 id="entry-title">{t('reviews.asPublished')}</h2>
      <Facts
        layout="rows"
        rows={entryFields
          .filter((field) => field !== 'items')
          .map((field) => [
            t(`entry.${field}`),
            <span key="">
              {write(resource, field)}
              {mark(field)}
            </span>,
          ])}
      />
      <h3>
        {t('reviews.items')} ({resource.items.length}){mark('items')}
      </h3>
      <Items items={resource.items} />
    </section>
  )
}

function Items({ items }: { items: Resource['items'] }) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const type = useTypeText()
  return (
    <Scrolled label={t('reviews.items')}>
      <table className="decide-dense">
        <caption className="only-read">{t('reviews.items')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('line.item')}</th>
            <th scope="col">{t('entry.type')}</th>
            <th scope="col">{t('line.element')}</th>
            <th scope="col">{t('line.grade')}</th>
            <th scope="col">{t('entry.nullable')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.name}>
              <th scope="row">
                <Localised text={item.title} /> <code className="soft">{item.name}</code>
                {item.key && <span className="soft"> · {t('entry.key')}</span>}
              </th>
              <td>{type(item.type)}</td>
              <td>{item.element === null ? '—' : <ElementName id={item.element} />}</td>
              <td>{term('grade', `general-${item.grade}`)}</td>
              <td>{t(item.nullable ? 'entry.yes' : 'entry.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
