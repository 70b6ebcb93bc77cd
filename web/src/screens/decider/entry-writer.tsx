import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Resource } from '../../api/types.ts'
import {
  DataText,
  DayText,
  Localised,
  OrgName,
  showControls,
  useLanguage,
  useTerms,
} from '../../parts/index.ts'
import type { EntryField } from './entry-names.ts'

/** What a revision says, whether it is the one at work or a former one. */
type Said = Pick<Resource, EntryField>

/** Writes an element of an entry in words. */
export function useEntryWriter(): (entry: Said, field: EntryField) => ReactNode {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  const absent = <span className="absent">{t('entry.absent')}</span>
  const text = (value: string | null) =>
    value === null || value === '' ? absent : <DataText value={value} limit={600} />
  const day = (value: string | null) => (value === null ? absent : <DayText day={value} />)
  const list = (values: readonly ReactNode[]) =>
    values.length === 0 ? (
      absent
    ) : (
      <ul className="decide-list">
        {values.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one value, never reordered
          <li key={at}>{value}</li>
        ))}
      </ul>
    )
  const writers: Record<EntryField, (entry: Said) => ReactNode> = {
    name: ({ name }) => (
      <>
        <bdi lang="zh-CN">{showControls(name.zh)}</bdi>
        {name.en && (
          <>
            {' '}
            · <bdi lang="en">{showControls(name.en)}</bdi>
          </>
        )}
      </>
    ),
    code: ({ code }) => text(code),
    abstract: ({ abstract }) => text(abstract),
    provider: ({ provider }) => <OrgName id={provider} />,
    line: ({ line }) => text(line),
    classification: ({ classification }) => text(classification),
    format: ({ format }) => (format === null ? absent : term('format', format)),
    attribute: ({ attribute }) => term('attribute', attribute),
    conditions: ({ conditions }) => text(Object.values(conditions).join(language === 'zh' ? '；' : '; ')),
    modes: ({ modes }) => list(modes.map((mode) => term('mode', mode))),
    open: ({ open }) => t(open ? 'entry.yes' : 'entry.no'),
    openConditions: ({ openConditions }) => text(openConditions),
    cycle: ({ cycle }) => (cycle === null ? absent : term('cycle', cycle)),
    grade: ({ grade }) => (grade === null ? absent : term('grade', grade)),
    basis: ({ basis }) =>
      list(
        basis.map(({ level, title, article }) => (
          <>
            <DataText value={`${title} ${article}`} />{' '}
            <span className="soft">{term('basisLevel', level)}</span>
          </>
        )),
      ),
    regionField: ({ regionField, items }) => {
      const item = items.find(({ name }) => name === regionField)
      if (!item) return text(regionField)
      return (
        <>
          <Localised text={item.title} /> <code className="soft">{item.name}</code>
        </>
      )
    },
    secrecyAssessedOn: ({ secrecyAssessedOn }) => day(secrecyAssessedOn),
    impactAssessedOn: ({ impactAssessedOn }) => day(impactAssessedOn),
    related: ({ related }) => list(related.map((id) => <DataText key={id} value={id} />)),
    items: ({ items }) => items.length,
  }
  return (entry, field) => writers[field](entry)
}
