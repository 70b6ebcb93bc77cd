import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../../parts/index.ts'
import { outcomeOf, type Step } from '../verdict.ts'

const marks: Readonly<Record<Step['outcome'], IconName>> = { holds: 'done', fails: 'warn', open: 'dot' }

/** What a check came to, as a whole. */
export function Outcome({
  steps,
  words,
}: {
  steps: readonly Step[]
  words: Record<Step['outcome'], string>
}) {
  const outcome = outcomeOf(steps)
  return (
    <p className={`outcome outcome-${outcome}`} role="status">
      <Icon name={marks[outcome]} /> {words[outcome]}
    </p>
  )
}

/** Each step of a check with what was computed here. */
export function StepTable({ steps, caption }: { steps: readonly Step[]; caption: string }) {
  const { t } = useTranslation('audit')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className="list-scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('check.outcome')}</th>
            <th scope="col">{t('check.step')}</th>
            <th scope="col">{t('check.value')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((one) => (
            <tr key={`${one.step} ${one.about}`} data-step={one.step} data-outcome={one.outcome}>
              <td className={`outcome-${one.outcome}`}>
                <Icon name={marks[one.outcome]} /> <WordOf step={one} />
              </td>
              <th scope="row">
                {t(`check.steps.${one.step}`)}
                {one.about !== undefined && (
                  <span className="under">{t('check.size', { size: one.about })}</span>
                )}
              </th>
              <td>
                <code className="hash">{one.value}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function WordOf({ step: { step, outcome } }: { step: Step }) {
  const { t } = useTranslation('audit')
  if (outcome === 'open' && step === 'body') return <>{t('check.erasedBody')}</>
  if (outcome === 'open' && step === 'key') return <>{t('check.unpinned')}</>
  return <>{t(`check.result.${outcome}`)}</>
}
