import { useTranslation } from 'react-i18next'
import type { Reply } from '../../api/types.ts'
import { Icon, Localised } from '../../parts/index.ts'
import { Law } from './Law.tsx'

type Gate = Reply<'/api/catalog/resources/{id}/gate', 'get'>

/** What the gate says of the entry, fault by fault with its rule. */
export function GateResult({ gate: { passes, faults } }: { gate: Gate }) {
  const { t } = useTranslation('decider')
  return (
    <section className="card" aria-labelledby="gate-title">
      <h2 id="gate-title">{t('reviews.gate')}</h2>
      <p role="status">
        <Icon name={passes ? 'done' : 'warn'} /> {t(passes ? 'reviews.passes' : 'reviews.fails')}
      </p>
      {faults.length > 0 && (
        <ul className="gate">
          {faults.map((fault) => (
            <li key={`${fault.field} ${fault.rule} ${fault.en}`}>
              <strong>{t(`reviews.${fault.severity as 'refusal' | 'warning'}`)}</strong>{' '}
              <Localised text={fault} /> <code className="soft">{fault.field}</code>
              <Law ids={[fault.rule]} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
