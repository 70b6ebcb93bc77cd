import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/queries.ts'
import type { Reply } from '../api/types.ts'
import { StateMark } from './facts.tsx'
import { Localised } from './text.tsx'

/** The rules that stand beside a button, in the words of the pack in force. */
export function Law({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('parts')
  const { data: rules } = useQuery(rulesQuery)
  const found = [...new Set(ids)].flatMap((id) => rules?.get(id) ?? [])
  if (found.length === 0) return null
  return (
    <div className="law">
      <ul aria-label={t('law.title')}>
        {found.map((rule) => (
          <li key={rule.id}>
            <Localised text={rule} /> <Citation rule={rule.id} article={rule.article} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The article behind a rule, as the rule pack in force cites it; a basis not read in the original is marked. */
export function Citation({ rule, article }: { rule: string; article: string }) {
  const { t } = useTranslation('parts')
  const { data: rules } = useQuery(rulesQuery)
  const known = rules?.get(rule)
  return (
    <span className="citation">
      {known ? <Localised text={known.cite} /> : <bdi>{article}</bdi>} <code>{rule}</code>
      {known && known.evidence !== 'text' && (
        <>
          {' '}
          <span className="clock-mark">
            {t(known.evidence === 'secondary' ? 'clock.secondary' : 'clock.unverified')}
          </span>
        </>
      )}
    </span>
  )
}

function itsPointer(pointer: string): string {
  return pointer
}

type Gate = Reply<'/api/catalog/resources/{id}/gate', 'get'>

/**
 * What the law says of an entry: each fault with its article. `act` is what the gate stands before; with `onField`
 * a fault leads to its field, else it is told by `nameOf`; `isStale` says that what is on the screen has not been judged yet.
 */
export function GatePanel({
  gate: { passes, faults },
  act,
  isStale = false,
  onField,
  nameOf = itsPointer,
}: {
  gate: Gate
  act: 'submit' | 'publish'
  isStale?: boolean
  onField?: (pointer: string) => void
  nameOf?: (pointer: string) => string
}) {
  const { t } = useTranslation('parts')
  const count = faults.filter(({ severity }) => severity === 'refusal').length
  return (
    <section className="card gate" aria-labelledby="gate">
      <div className="card-head">
        <h2 id="gate">{t('gate.title')}</h2>
        <span role="status">
          <StateMark as={isStale ? 'now' : passes ? 'done' : 'bad'}>
            {isStale ? t('gate.stale') : passes ? t(`gate.may.${act}`) : t('gate.refuses', { count })}
          </StateMark>
        </span>
      </div>
      {faults.length > 0 && (
        <ol className="gate-faults">
          {faults.map((fault) => (
            <li key={`${fault.field} ${fault.rule} ${fault.en}`}>
              {fault.severity === 'warning' && `${t('gate.warning')} `}
              {onField ? (
                <button type="button" className="plain-button" onClick={() => onField(fault.field)}>
                  <Localised text={fault} />
                </button>
              ) : (
                <>
                  <Localised text={fault} /> <span className="soft">{nameOf(fault.field)}</span>
                </>
              )}{' '}
              <Citation rule={fault.rule} article={fault.article} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
