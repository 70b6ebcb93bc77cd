import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  ElementName,
  InstantText,
  Localised,
  PlainTable,
  ProblemNotice,
  StateMark,
  showControls,
  useTerms,
  useTypeText,
} from '../../parts/index.ts'
import {
  type Comparison as Compared,
  compareEntries,
  type Entry,
  type Item,
  type ItemChange,
  type ItemPart,
  itemParts,
  splitTexts,
} from './compare.ts'
import type { EntryField } from './entry-names.ts'
import { useEntryWriter } from './entry-writer.tsx'
import { revisionQuery, revisionsQuery } from './queries.ts'

/** What the submitted revision says differently from the published one: old beside new, each difference in words. */
export function Comparison({ resource, n }: { resource: string; n: number }) {
  const { t } = useTranslation('decider')
  const revisions = useQuery(revisionsQuery(resource))
  const former = revisions.data?.items
    .filter((it) => it.n < n && (it.state === 'published' || it.state === 'superseded'))
    .sort((a, b) => b.n - a.n)[0]
  const before = useQuery({ ...revisionQuery(resource, former?.n ?? 0), enabled: former !== undefined })
  const after = useQuery({ ...revisionQuery(resource, n), enabled: former !== undefined })
  return (
    <section className="card" aria-labelledby="changes-title">
      <div className="card-head">
        <h2 id="changes-title">{t('reviews.changes')}</h2>
        {former && (
          <span className="soft">
            {t('reviews.against', { n: former.n })} <InstantText at={former.at} />
          </span>
        )}
      </div>
      <ProblemNotice error={revisions.error ?? before.error ?? after.error} />
      {revisions.data && !former && <p>{t('reviews.first')}</p>}
      {former && before.data && after.data && (
        <Differences from={former.n} to={n} before={before.data.entry} after={after.data.entry} />
      )}
    </section>
  )
}

interface Sides {
  readonly from: number
  readonly to: number
  readonly before: Entry
  readonly after: Entry
}

function Differences(sides: Sides) {
  const { t } = useTranslation('decider')
  const compared = compareEntries(sides.before, sides.after)
  const { fields, items, isReordered } = compared
  if (fields.length === 0 && items.length === 0 && !isReordered) return <p>{t('reviews.unchanged')}</p>
  return (
    <>
      {fields.length > 0 && <Fields {...sides} fields={fields} />}
      <h3>{t('reviews.items')}</h3>
      <p className="decide-counts">
        <ItemCounts compared={compared} />
      </p>
      {items.length > 0 && <Items {...sides} items={items} />}
    </>
  )
}

function useSideHeads({ from, to }: Pick<Sides, 'from' | 'to'>): readonly [string, string] {
  const { t } = useTranslation('decider')
  return [t('reviews.publishedOne', { n: from }), t('reviews.submittedOne', { n: to })]
}

function Fields({ fields, ...sides }: Sides & { fields: readonly EntryField[] }) {
  const { t } = useTranslation('decider')
  const write = useEntryWriter()
  const heads = useSideHeads(sides)
  const side = (field: EntryField, which: 'before' | 'after') => {
    const [old, young] = [sides.before[field], sides.after[field]]
    return isPlainText(field, old, young) ? (
      <SplitText before={String(old)} after={String(young)} shown={which} />
    ) : (
      write(sides[which], field)
    )
  }
  return (
    <PlainTable caption={t('reviews.changes')} heads={[t('reviews.element'), ...heads]}>
      {fields.map((field) => (
        <tr key={field}>
          <th scope="row">{t(`entry.${field}`)}</th>
          <td>{side(field, 'before')}</td>
          <td>{side(field, 'after')}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

const plainFields: readonly EntryField[] = ['code', 'abstract', 'classification', 'openConditions']

function isPlainText(field: EntryField, ...values: readonly unknown[]): boolean {
  return plainFields.includes(field) && values.every((it) => typeof it === 'string' && it !== '')
}

/** One of two texts, with what the other does not have struck out or underlined. */
function SplitText({ before, after, shown }: { before: string; after: string; shown: 'before' | 'after' }) {
  const parts = splitTexts(before, after)
  const Own = shown === 'before' ? 'del' : 'ins'
  return (
    <bdi>
      {showControls(parts.head)}
      {parts[shown] !== '' && <Own>{showControls(parts[shown])}</Own>}
      {showControls(parts.tail)}
    </bdi>
  )
}

function ItemCounts({ compared: { items, same, isReordered } }: { compared: Compared }) {
  const { t } = useTranslation('decider')
  const count = (kind: ItemChange['kind']) => items.filter((it) => it.kind === kind).length
  return (
    <>
      {t('reviews.itemCounts', {
        added: count('added'),
        removed: count('removed'),
        changed: count('changed'),
        same,
      })}
      {isReordered && <> {t('reviews.reordered')}</>}
    </>
  )
}

const marks = { added: 'done', removed: 'bad', changed: 'now' } as const

function Items({ items, ...sides }: Sides & { items: readonly ItemChange[] }) {
  const { t } = useTranslation('decider')
  const heads = useSideHeads(sides)
  return (
    <PlainTable caption={t('reviews.items')} heads={[t('line.item'), t('reviews.difference'), ...heads]}>
      {items.map((change) => {
        const item = change.kind === 'removed' ? change.before : change.after
        const parts = change.kind === 'changed' ? change.parts : itemParts
        return (
          <tr key={item.name}>
            <th scope="row">
              <Localised text={item.title} /> <code className="soft">{item.name}</code>
            </th>
            <td>
              <StateMark as={marks[change.kind]}>{t(`reviews.kind.${change.kind}`)}</StateMark>
            </td>
            <td>{change.kind === 'added' ? '—' : <ItemText item={change.before} parts={parts} />}</td>
            <td>{change.kind === 'removed' ? '—' : <ItemText item={change.after} parts={parts} />}</td>
          </tr>
        )
      })}
    </PlainTable>
  )
}

/** What is said of an item, in so far as it matters here. */
function ItemText({ item, parts }: { item: Item; parts: readonly ItemPart[] }) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const answer = (it: boolean | undefined) => t(it ? 'entry.yes' : 'entry.no')
  const type = useTypeText()
  const said: Record<ItemPart, readonly [string, ReactNode]> = {
    title: [t('entry.title'), <bdi key="">{[item.title.zh, item.title.en].filter(Boolean).join(' · ')}</bdi>],
    type: [t('entry.type'), type(item.type)],
    element: [
      t('line.element'),
      item.element === null ? t('entry.absent') : <ElementName key="" id={item.element} />,
    ],
    grade: [t('line.grade'), term('grade', `general-${item.grade}`)],
    key: [t('entry.key'), answer(item.key)],
    nullable: [t('entry.nullable'), answer(item.nullable)],
  }
  return (
    <ul className="decide-list">
      {parts.map((part) => (
        <li key={part}>
          <span className="soft">{said[part][0]}</span> {said[part][1]}
        </li>
      ))}
    </ul>
  )
}
