import { useTranslation } from 'react-i18next'
import { Localised } from '../../../parts/index.ts'
import { Citation, StateMark } from '../facts.tsx'
import type { Gate } from '../queries.ts'

/** What the law says of the entry as it stands; each fault leads to its field. */
export function GatePanel({ gate: { passes, faults }, isStale }: { gate: Gate; isStale: boolean }) {
  const { t } = useTranslation('provider')
  const refusals = faults.filter(({ severity }) => severity === 'refusal')
  return (
    <section className="card gate" aria-labelledby="gate">
      <div className="card-head">
        <h2 id="gate">{t('gate.title')}</h2>
        <span role="status">
          <StateMark as={isStale ? 'now' : passes ? 'done' : 'bad'}>
            {isStale
              ? t('gate.stale')
              : passes
                ? t('gate.passes')
                : t('gate.refuses', { count: refusals.length })}
          </StateMark>
        </span>
      </div>
      {faults.length > 0 && (
        <ol className="gate-faults">
          {faults.map((fault) => (
            <li key={`${fault.field} ${fault.rule} ${fault.en}`}>
              <button type="button" className="plain-button" onClick={() => goTo(fault.field)}>
                {fault.severity === 'warning' && `${t('gate.warning')} `}
                <Localised text={fault} />
              </button>{' '}
              <Citation rule={fault.rule} article={fault.article} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** The focus goes to the control of the field, or to the nearest thing that holds it. */
function goTo(pointer: string): void {
  const parts = pointer.split('/')
  for (let length = parts.length; length > 1; length--) {
    const place = document.querySelector<HTMLElement>(
      `[data-pointer="${CSS.escape(parts.slice(0, length).join('/'))}"]`,
    )
    if (!place) continue
    place.scrollIntoView({ block: 'center' })
    place.querySelector<HTMLElement>('input, select, textarea, button, output')?.focus()
    return
  }
}
