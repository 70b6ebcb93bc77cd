import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import type { Line } from '../../api/types.ts'
import { Law, LongText, ProblemNotice, useProblemForm } from '../../parts/index.ts'
import { type Act, type Ground, grounds, lawOf } from './acts.ts'
import { type Decision, lineQuery } from './queries.ts'

const fields = [
  '/reason',
  '/missing',
  '/note',
  '/until',
  '/fields',
  '/modes',
  '/rows',
  '/decision/reason',
  '/decision/note',
]

/** Sends one answer for one or many lines; either all of them are answered or none. */
export function useDecision(onDone: (lines: readonly Line[]) => void) {
  const client = useQueryClient()
  const problem = useProblemForm(fields)
  const submit = async (lines: readonly Line[], decision: Decision) => {
    const answered = await problem.send(() =>
      told(api.POST('/api/share/decisions', { body: { lines: lines.map(({ id }) => id), decision } })),
    )
    if (!answered) return
    for (const line of answered.items) client.setQueryData(lineQuery(line.id).queryKey, line)
    onDone(answered.items)
    await Promise.all(['share', 'cases'].map((room) => client.invalidateQueries({ queryKey: [room] })))
  }
  return { problem, submit }
}

interface Props {
  readonly act: Exclude<Act, 'counter'>
  readonly lines: readonly Line[]
  /** of the form element, for a button that stands elsewhere */
  readonly formId: string
  readonly problem: ReturnType<typeof useProblemForm>
  onSubmit(decision: Decision): void
}

/** The form of an answer without terms of its own: agree, ask once for what is missing, refuse with reasons. */
export function DecisionFields({ act, lines, formId, problem, onSubmit }: Props) {
  const { t } = useTranslation('decider')
  const [missing, setMissing] = useState('')
  const [reason, setReason] = useState('')
  const isUnconditional = lines.some(({ attribute }) => attribute === 'unconditional')
  const [chosen, setGround] = useState<Ground>()
  const ground = chosen ?? (isUnconditional ? 'lawForbids' : 'outsideScope')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (act === 'agree') onSubmit({ decision: 'agree' })
    else if (act === 'refuse') onSubmit({ decision: 'refuse', ground, reason: reason.trim() })
    else onSubmit({ decision: 'askSupplement', missing: toLines(missing) })
  }
  return (
    <form id={formId} onSubmit={send} className="decision">
      <Law ids={[...new Set(lines.map(({ attribute }) => attribute))].flatMap((it) => lawOf(act, it))} />
      {act === 'agree' && <p>{t('form.agreeText')}</p>}
      {act === 'askSupplement' && (
        <LongText
          label={t('form.missing')}
          hint={t('form.missingHint')}
          value={missing}
          onChange={setMissing}
          fault={problem.itemAt('/decision/missing')}
        />
      )}
      {act === 'refuse' && (
        <>
          <fieldset className="decide-choices">
            <legend>{t('ground.legend')}</legend>
            {grounds.map((it) => (
              <label key={it} className="decide-choice">
                <input
                  type="radio"
                  name={`${formId} ground`}
                  checked={ground === it}
                  disabled={isUnconditional && it !== 'lawForbids'}
                  onChange={() => setGround(it)}
                />
                {t(`ground.${it}`)}
              </label>
            ))}
            <p className="soft">{t(isUnconditional ? 'form.onlyLaw' : 'form.incompleteNote')}</p>
          </fieldset>
          <LongText
            label={t('form.reason')}
            hint={t('form.reasonHint')}
            value={reason}
            onChange={setReason}
            fault={problem.itemAt('/decision/reason')}
          />
        </>
      )}
      <ProblemNotice error={problem.error} known={problem.known}>
        {lines.length > 1 && <p>{t('outcome.none')}</p>}
      </ProblemNotice>
    </form>
  )
}

function toLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
