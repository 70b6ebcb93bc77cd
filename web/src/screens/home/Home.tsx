import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  casesQuery,
  linesQuery,
  ownResourcesQuery,
  submissionsQuery,
  versionsQuery,
} from '../../api/queries.ts'
import type { Case } from '../../api/types.ts'
import { useCaseWords } from '../../parts/case-words.ts'
import { Icon } from '../../parts/icons.tsx'
import { ProblemNotice } from '../../parts/ProblemNotice.tsx'
import { StatutoryClock } from '../../parts/StatutoryClock.tsx'
import { DataText, InstantText, Localised, OrgName, useLanguage, writeToday } from '../../parts/text.tsx'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { Loading } from '../../shell/Root.tsx'

/** What needs my organisation now, least time left first; then what others owe it. */
export function Home() {
  const { t } = useTranslation('home')
  const language = useLanguage()
  const me = useMe()
  const may = useMay()
  const org = me.org?.id ?? ''
  return (
    <div className="page">
      <PageHead title={t('title')}>{writeToday(language)}</PageHead>
      {may('case.read') ? <OpenMatters org={org} /> : <p>{t('none')}</p>}
      {may('collect.read') && <WaitingForBinding org={org} />}
      {may('share.answer') && <LinesToAnswer />}
      {may('share.submit') && <OwnSubmissions />}
    </div>
  )
}

/** Open matters of this organisation: those that wait for it, and those it opened or supervises while others act. */
function OpenMatters({ org }: { org: string }) {
  const { t } = useTranslation('home')
  const found = useQuery(casesQuery({ ended: false, limit: 100 }))
  const own = found.data?.items.filter((item) => holderOf(item) === org) ?? []
  const others = found.data?.items.filter((item) => holderOf(item) !== org) ?? []
  const late = own.filter(({ clock }) => clock?.overdue).length
  const more = <Link to="/cases">{t('more')}</Link>
  return (
    <>
      <Panel
        title={t('due.title')}
        note={t('due.note')}
        error={found.error}
        isReading={found.isPending}
        more={more}
      >
        <p className="lead" role="status">
          {found.isSuccess && (own.length === 0 ? t('none') : t('urgent', { count: own.length }))}
          {late > 0 && (
            <strong className="late">
              {' '}
              <Icon name="warn" /> {t('late', { count: late })}
            </strong>
          )}
        </p>
        {own.length > 0 && <Matters items={own} party="opener" caption={t('due.title')} />}
      </Panel>
      {others.length > 0 && (
        <Panel
          title={t('others.title')}
          note={t('others.note')}
          error={undefined}
          isReading={false}
          more={more}
        >
          <Matters items={others} party="handler" caption={t('others.title')} />
        </Panel>
      )}
    </>
  )
}

/** While its clock is paused a matter waits for whoever opened it. */
function holderOf({ clock, handler, opener }: Case): string {
  return clock?.paused ? opener : handler
}

function Matters({
  items,
  party,
  caption,
}: {
  items: readonly Case[]
  party: 'opener' | 'handler'
  caption: string
}) {
  const { t } = useTranslation('home')
  const words = useCaseWords()
  return (
    <div className="list-scroll">
      <table>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="clock-column">
              {t('clock')}
            </th>
            <th scope="col">{t('matter')}</th>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t(party)}</th>
            <th scope="col">{t('openedAt')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <StatutoryClock clock={item.clock} />
              </td>
              <th scope="row">
                <Link to="/cases/$id" params={{ id: item.id }}>
                  <Localised text={item.title} />
                </Link>
                <span className="under">{words.kind(item.kind)}</span>
              </th>
              <td>{words.state(item)}</td>
              <td>
                <OrgName id={item[party]} />
              </td>
              <td>
                <InstantText at={item.openedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LinesToAnswer() {
  const { t } = useTranslation('home')
  const found = useQuery(linesQuery({ limit: 50 }))
  const waiting =
    found.data?.items.filter(({ case: item }) => item && !item.endedAt && !item.clock?.paused) ?? []
  return (
    <Panel title={t('lines.title')} error={found.error} isReading={found.isPending}>
      {found.isSuccess && waiting.length === 0 && <p>{t('lines.none')}</p>}
      <ul className="rows">
        {waiting.map((line) => (
          <li key={line.id}>
            <span className="rows-main">
              {line.case && (
                <Link to="/cases/$id" params={{ id: line.case.id }}>
                  <Localised text={line.case.title} />
                </Link>
              )}{' '}
              <OrgName id={line.applicant} /> · <DataText value={line.purpose} />
            </span>
            {line.case && <StatutoryClock clock={line.case.clock} />}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function OwnSubmissions() {
  const { t } = useTranslation('home')
  const found = useQuery(submissionsQuery({ limit: 10 }))
  return (
    <Panel title={t('submissions.title')} error={found.error} isReading={found.isPending}>
      {found.isSuccess && found.data.items.length === 0 && <p>{t('submissions.none')}</p>}
      <ul className="rows">
        {found.data?.items.map((it) => (
          <li key={it.id}>
            <span className="rows-main">
              <strong>
                <DataText value={it.purpose} />
              </strong>
            </span>
            <span>{t(it.state)}</span>
            <span className="soft">
              <InstantText at={it.filedAt ?? it.draftedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Versions that have landed and whose columns the owner has not confirmed yet. */
function WaitingForBinding({ org }: { org: string }) {
  const { t } = useTranslation('home')
  const own = useQuery(ownResourcesQuery(org))
  const resources = own.data?.items ?? []
  const versions = useQueries({ queries: resources.map(({ id }) => versionsQuery(id)) })
  const waiting = useMemo(
    () =>
      resources.flatMap((resource, at) =>
        (versions[at]?.data?.items ?? [])
          .filter(({ state }) => state === 'landed')
          .map((version) => ({ resource, version })),
      ),
    [resources, versions],
  )
  if (own.isSuccess && resources.length === 0) return null
  return (
    <Panel
      title={t('binding.title')}
      note={t('binding.note')}
      error={own.error}
      isReading={own.isPending || versions.some(({ isPending }) => isPending)}
    >
      {own.isSuccess && versions.every(({ isSuccess }) => isSuccess) && waiting.length === 0 && (
        <p>{t('binding.none')}</p>
      )}
      <ul className="rows">
        {waiting.map(({ resource, version }) => (
          <li key={`${resource.id} ${version.n}`}>
            <span className="rows-main">
              <strong>
                <Localised text={resource.name} />
              </strong>
            </span>
            <span>{t('version', { n: version.n, rows: version.landed })}</span>
            <span className="soft">
              <InstantText at={version.at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Panel({
  isReading,
  title,
  note,
  error,
  more,
  children,
}: {
  title: string
  note?: string
  error: unknown
  isReading: boolean
  more?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {note && <span className="soft">{note}</span>}
        {more && <span className="card-more no-print">{more}</span>}
      </div>
      <ProblemNotice error={error} />
      {isReading && <Loading />}
      {children}
    </section>
  )
}
