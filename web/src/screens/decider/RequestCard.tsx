import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Line, Resource, Submission } from '../../api/types.ts'
import {
  DataText,
  Facts,
  FullDay,
  FullInstant,
  Localised,
  PersonText,
  StatutoryClock,
  useCaseWords,
  useLanguage,
  useTerms,
} from '../../parts/index.ts'
import { RowRule } from './RowRule.tsx'

/** The five statutory contents of the application (第二十条第二款), the items asked for and its other lines. */
export function RequestCard({
  line,
  submission,
  resource,
}: {
  line: Line
  submission: Submission
  resource: Resource
}) {
  const { t } = useTranslation('decider')
  const siblings = submission.lines.filter(({ id }) => id !== line.id)
  return (
    <section className="card" aria-labelledby="request-title">
      <h2 id="request-title">{t('line.request')}</h2>
      <RequestFacts line={line} submission={submission} resource={resource} />
      <h3>{t('line.items')}</h3>
      <AskedItems line={line} items={resource.items} />
      {siblings.length > 0 && (
        <>
          <h3>{t('line.siblings')}</h3>
          <Siblings lines={siblings} />
        </>
      )}
    </section>
  )
}

/** What was asked for, for what and how long. */
export function RequestFacts({
  line,
  submission,
  resource,
}: {
  line: Line
  submission: Submission
  resource: Resource
}) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  const { purpose, basis, scenario, scope, period } = submission
  const titles = new Map(resource.items.map(({ name, title }) => [name, title]))
  const conditions = Object.values(resource.conditions).filter(Boolean)
  return (
    <Facts
      layout="rows"
      rows={[
        [t('line.purpose'), <DataText key="" value={purpose} limit={600} />],
        [t('line.basis'), <DataText key="" value={basis} limit={600} />],
        [t('line.scenario'), <DataText key="" value={scenario} limit={600} />],
        [t('line.scope'), <DataText key="" value={scope} limit={600} />],
        [
          t('line.period'),
          <span key="">
            <FullDay day={period.from} /> – <FullDay day={period.until} />
          </span>,
        ],
        [t('line.modes'), line.modes.map((mode) => term('mode', mode)).join(' · ')],
        [t('line.rows'), <RowRule key="" rule={line.rows} titles={titles} />],
        ...(conditions.length > 0
          ? [
              [
                t('line.conditions'),
                <DataText key="" value={conditions.join(language === 'zh' ? '；' : '; ')} limit={600} />,
              ] as const,
            ]
          : []),
        ...(submission.filedAt
          ? [[t('line.filedAt'), <FullInstant key="" at={submission.filedAt} />] as const]
          : []),
        [t('line.approvedBy'), <PersonText key="" id={submission.approvedBy} />],
      ]}
    />
  )
}

function AskedItems({ line, items }: { line: Line; items: Resource['items'] }) {
  const term = useTerms()
  return (
    <ul className="decide-items">
      {line.fields.map((name) => {
        const item = items.find((it) => it.name === name)
        return (
          <li key={name}>
            {item ? <Localised text={item.title} /> : <code>{name}</code>}
            {item && <span className="soft"> {term('grade', `general-${item.grade}`)}</span>}
          </li>
        )
      })}
    </ul>
  )
}

function Siblings({ lines }: { lines: readonly Line[] }) {
  const words = useCaseWords()
  return (
    <ul className="rows">
      {lines.map(({ id, case: item }) => (
        <li key={id}>
          <span className="rows-main">
            <Link to="/decide/lines/$id" params={{ id }}>
              <Localised text={item?.title} />
            </Link>{' '}
            {item && words.state(item)}
          </span>
          {item && <StatutoryClock clock={item.clock} ended={item.endedAt !== null} />}
        </li>
      ))}
    </ul>
  )
}
