import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseFilter, kindsQuery } from '../api/queries.ts'
import type { Case } from '../api/types.ts'
import { useCaseWords } from './case-words.ts'
import type { Filter } from './FilterBar.tsx'
import type { Column } from './ServerTable.tsx'
import { StatutoryClock } from './StatutoryClock.tsx'
import { InstantText, Localised, OrgName, useLanguage } from './text.tsx'

type CaseColumn = 'clock' | 'matter' | 'state' | 'handler' | 'opener' | 'openedAt'

/** Columns of lists whose rows are, or hold, a matter; a list takes those it wants and may put its own between. */
export function useCaseColumns<Row = Case>(
  caseOf: (row: Row) => Case | null,
): Readonly<Record<CaseColumn, Column<Row>>> {
  const { t } = useTranslation('cases')
  const words = useCaseWords()
  const language = useLanguage()
  const column = (
    key: CaseColumn,
    render: (item: Case) => ReactNode,
    text: (item: Case) => string | null | undefined,
    more: Pick<Column<Row>, 'width' | 'header'> = {},
  ): Column<Row> => ({
    key,
    title: t(`column.${key}`),
    ...more,
    render: (row) => withCase(row, render),
    text: (row) => withCase(row, text),
  })
  const withCase = <T,>(row: Row, use: (item: Case) => T) => {
    const item = caseOf(row)
    return item ? use(item) : undefined
  }
  return {
    clock: column(
      'clock',
      ({ clock, endedAt }) => <StatutoryClock clock={clock} ended={endedAt !== null} />,
      ({ clock }) => clock?.dueOn,
      { width: '22em' },
    ),
    matter: column(
      'matter',
      (item) => (
        <>
          <Link to="/cases/$id" params={{ id: item.id }}>
            <Localised text={item.title} />
          </Link>
          <span className="under">{words.kind(item)}</span>
        </>
      ),
      ({ title }) => title[language],
      { header: true },
    ),
    state: column('state', words.state, words.state),
    handler: column(
      'handler',
      ({ handler }) => <OrgName id={handler} />,
      ({ handler }) => handler,
    ),
    opener: column(
      'opener',
      ({ opener }) => <OrgName id={opener} />,
      ({ opener }) => opener,
    ),
    openedAt: column(
      'openedAt',
      ({ openedAt }) => <InstantText at={openedAt} />,
      ({ openedAt }) => openedAt,
    ),
  }
}

/** For a column function whose rows are the matters themselves. */
export const itself = (item: Case): Case => item

type Choice = Extract<Filter, { kind: 'choice' }>
type Flag = Extract<Filter, { kind: 'flag' }>

/** Filters that lists of matters share: under way or closed, our part in it, overdue only. */
export function useCaseFilters(): { state: Choice; part: Choice; overdue: Flag } {
  const { t } = useTranslation('cases')
  const choice = (
    name: 'state' | 'part',
    ...values: readonly ('open' | 'ended' | 'handler' | 'opener')[]
  ) => ({
    kind: 'choice' as const,
    name,
    label: t(`filter.${name}`),
    options: values.map((value) => ({ value, label: t(`filter.${value}`) })),
  })
  return {
    state: choice('state', 'open', 'ended'),
    part: choice('part', 'handler', 'opener'),
    overdue: { kind: 'flag', name: 'overdue', label: t('filter.overdue') },
  }
}

/** The kinds a list holds under its other filters, each with its number; the one chosen stays, whatever they leave. */
export function useKindFilter({ kind: chosen, ...filter }: CaseFilter): Choice {
  const { t } = useTranslation('cases')
  const language = useLanguage()
  const words = useCaseWords()
  const { data } = useQuery(kindsQuery(filter))
  const options = (data?.items ?? []).map(({ kind, title, cases, more }) => ({
    value: kind,
    label: `${title[language] || title.zh} (${cases}${more ? '+' : ''})`,
  }))
  const isThere = chosen === undefined || options.some(({ value }) => value === chosen)
  return {
    kind: 'choice',
    name: 'kind',
    label: t('column.kind'),
    options: isThere ? options : [...options, { value: chosen, label: words.kind(chosen) }],
  }
}
