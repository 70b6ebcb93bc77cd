import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Resource } from '../../api/types.ts'
import { DataText, DayText, Icon, Localised, OrgName, useLanguage } from '../../parts/index.ts'
import { type EntryField, entryFields } from './entry-names.ts'
import { Facts } from './Facts.tsx'
import { ScrollBox } from './ScrollBox.tsx'

/** The entry as it will be published, with a mark on what changed. */
export function EntryView({ resource, changed }: { resource: Resource; changed: readonly string[] }) {
  const { t } = useTranslation('decider')
  const write = useEntryWriter()
  const mark = (field: EntryField) =>
    changed.includes(field) && (
      <>
        {' '}
        <strong className="mark">
          <Icon name="dot" />
          {t('reviews.changed')}
        </strong>
      </>
    )
  return (
    <section className="card" aria-labelledby="entry-title">
      <h2 id="entry-title">{t('reviews.asPublished')}</h2>
      <Facts
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
  return (
    <ScrollBox label={t('reviews.items')}>
      <table className="dense">
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
              <td>
                <code>{item.type}</code>
              </td>
              <td>{item.element === null ? '—' : <code>{item.element}</code>}</td>
              <td>{t('line.gradeOf', { grade: item.grade })}</td>
              <td>{t(item.nullable ? 'entry.yes' : 'entry.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function useEntryWriter(): (resource: Resource, field: EntryField) => ReactNode {
  const { t } = useTranslation('decider')
  const language = useLanguage()
  const absent = <span className="absent">{t('entry.absent')}</span>
  const text = (value: string | null) =>
    value === null || value === '' ? absent : <DataText value={value} limit={600} />
  const day = (value: string | null) => (value === null ? absent : <DayText day={value} />)
  const list = (values: readonly ReactNode[]) =>
    values.length === 0 ? (
      absent
    ) : (
      <ul className="plain-list">
        {values.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one value, never reordered
          <li key={at}>{value}</li>
        ))}
      </ul>
    )
  const writers: Record<EntryField, (resource: Resource) => ReactNode> = {
    name: ({ name }) => (
      <>
        <bdi lang="zh-CN">{name.zh}</bdi>
        {name.en && (
          <>
            {' '}
            · <bdi lang="en">{name.en}</bdi>
          </>
        )}
      </>
    ),
    code: ({ code }) => text(code),
    abstract: ({ abstract }) => text(abstract),
    provider: ({ provider }) => <OrgName id={provider} />,
    line: ({ line }) => text(line),
    classification: ({ classification }) => text(classification),
    format: ({ format }) => (format === null ? absent : t(`format.${format as 'database'}`)),
    attribute: ({ attribute }) => t(`attribute.${attribute as 'conditional'}`),
    conditions: ({ conditions }) => text(Object.values(conditions).join(language === 'zh' ? '；' : '; ')),
    modes: ({ modes }) => list(modes.map((mode) => t(`mode.${mode as 'api'}`))),
    open: ({ open }) => t(open ? 'entry.yes' : 'entry.no'),
    openConditions: ({ openConditions }) => text(openConditions),
    cycle: ({ cycle }) => (cycle === null ? absent : t(`cycle.${cycle as 'daily'}`)),
    grade: ({ grade }) => (grade === null ? absent : t(`grade.${grade as 'core'}`)),
    basis: ({ basis }) =>
      list(
        basis.map(({ level, title, article }) => (
          <>
            <DataText value={`${title} ${article}`} />{' '}
            <span className="soft">{t(`basisLevel.${level as 'law'}`)}</span>
          </>
        )),
      ),
    regionField: ({ regionField }) => text(regionField),
    secrecyAssessedOn: ({ secrecyAssessedOn }) => day(secrecyAssessedOn),
    impactAssessedOn: ({ impactAssessedOn }) => day(impactAssessedOn),
    related: ({ related }) => list(related.map((id) => <DataText key={id} value={id} />)),
    items: ({ items }) => items.length,
  }
  return (resource, field) => writers[field](resource)
}
