import { Button } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Line } from '../../api/types.ts'
import { DataText, Dialogue, Localised, OrgName, useCaseWords, useTerms } from '../../parts/index.ts'
import { type Act, isWaiting } from './acts.ts'
import { DecisionFields, useDecision } from './decision.tsx'
import { Outcome } from './Outcome.tsx'

/** Answers the lines asked about alike, and then shows what became of each. */
export function DecideDialogue({
  act,
  lines,
  onClose,
}: {
  act: Exclude<Act, 'counter'>
  lines: readonly Line[]
  onClose(): void
}) {
  const { t } = useTranslation('decider')
  const [answered, setAnswered] = useState<readonly Line[]>()
  // The list behind is read anew while this is open; what is asked about stays what it was.
  const [waiting] = useState(() => lines.filter(isWaiting))
  const [leftOut] = useState(() => lines.filter((line) => !isWaiting(line)))
  const decision = useDecision(setAnswered)
  const formId = useId()
  if (answered) {
    return (
      <Dialogue
        wide
        open
        title={t('outcome.title')}
        onClose={onClose}
        actions={
          <Button type="primary" onClick={onClose}>
            {t('form.close')}
          </Button>
        }
      >
        <Outcome lines={answered} />
      </Dialogue>
    )
  }
  return (
    <Dialogue
      wide
      open
      title={t(`act.${act}`)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          {waiting.length > 0 && (
            <Button
              type="primary"
              danger={act === 'refuse'}
              htmlType="submit"
              form={formId}
              loading={decision.problem.sending}
            >
              {t('form.submitMany', { count: waiting.length })}
            </Button>
          )}
        </>
      }
    >
      {waiting.length === 0 ? (
        <p>{t('outcome.nothing')}</p>
      ) : (
        <>
          <h3>{t('outcome.included', { count: waiting.length })}</h3>
          <LineNames lines={waiting} />
          <DecisionFields
            act={act}
            lines={waiting}
            formId={formId}
            problem={decision.problem}
            onSubmit={(it) => decision.submit(waiting, it)}
          />
        </>
      )}
      {leftOut.length > 0 && (
        <>
          <h3>{t('outcome.leftOut', { count: leftOut.length })}</h3>
          <LineNames lines={leftOut} />
        </>
      )}
    </Dialogue>
  )
}

function LineNames({ lines }: { lines: readonly Line[] }) {
  const term = useTerms()
  const words = useCaseWords()
  return (
    <ul className="decide-line-names">
      {lines.map((line) => (
        <li key={line.id}>
          <strong>
            <Localised text={line.case?.title} />
          </strong>{' '}
          <OrgName id={line.applicant} /> · <DataText value={line.purpose} limit={80} />{' '}
          <span className="soft">
            {term('attribute', line.attribute)}
            {line.case && <> · {words.state(line.case)}</>}
          </span>
        </li>
      ))}
    </ul>
  )
}
