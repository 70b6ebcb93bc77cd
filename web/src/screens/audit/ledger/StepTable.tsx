import { useTranslation } from 'react-i18next'
import { Icon, type IconName, PlainTable } from '../../../parts/index.ts'
import { outcomeOf, type Step } from '../verdict.ts'

const marks: Readonly<Record<Step['outcome'], IconName>> = { holds: 'done', fails: 'warn', open: 'dot' }

/** What a check came to, as a whole. */
export function Outcome({ steps, say }: { steps: readonly Step[]; say(outcome: Step['outcome']): string }) {
  const outcome = outcomeOf(steps)
  return (
    <p className={`outcome outcome-${outcome}`} role="status">
      <Icon name={marks[outcome]} /> {say(outcome)}
    </p>
  )
}

/** Each step of a check with what was computed here. */
export function StepTable({ steps, caption }: { steps: readonly Step[]; caption: string }) {
  const { t } = useTranslation('audit')
  return (
    <PlainTable caption={caption} heads={[t('check.outcome'), t('check.step'), t('check.value')]}>
      {steps.map((one) => (
        <tr key={`${one.step} ${one.about}`} data-step={one.step} data-outcome={one.outcome}>
          <td className={`outcome-${one.outcome}`}>
            <Icon name={marks[one.outcome]} /> <WordOf step={one} />
          </td>
          <th scope="row">
            {t(`check.steps.${one.step}`)}
            {one.about !== undefined && <span className="under">{t('check.size', { size: one.about })}</span>}
          </th>
          <td>
            <code className="hash">{one.value}</code>
          </td>
        </tr>
      ))}
    </PlainTable>
  )
}

function WordOf({ step: { step, outcome } }: { step: Step }) {
  const { t } = useTranslation('audit')
  if (outcome === 'open' && step === 'body') return <>{t('check.erasedBody')}</>
  if (outcome === 'open' && step === 'key') return <>{t('check.unpinned')}</>
  return <>{t(`check.result.${outcome}`)}</>
}
