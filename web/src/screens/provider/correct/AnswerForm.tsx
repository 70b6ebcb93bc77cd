import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { Body } from '../../../api/types.ts'
import { ProblemNotice, useProblemForm } from '../../../parts/index.ts'
import { type Correction, correctionQuery } from '../queries.ts'

type Answer = Body<'/api/share/corrections/{id}/answer', 'post'>

/** Correct the value in a new version, or keep it and say why. */
export function AnswerForm({ correction }: { correction: Correction }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const form = useProblemForm(['/value', '/note', '/reason'])
  const [decision, setDecision] = useState<'correct' | 'keep'>('correct')
  const [value, setValue] = useState(correction.proposed ?? '')
  const [note, setNote] = useState('')
  const [reason, setReason] = useState('')
  // Once begun, a correction can only be carried through.
  const isBegun = correction.case?.state === 'correcting'
  const path = { id: correction.id }
  const send = async () => {
    const body: Answer =
      decision === 'keep'
        ? { decision, reason: reason.trim() }
        : { decision, value, ...(note.trim() !== '' && { note: note.trim() }) }
    const answered = await form.send(() =>
      told(api.POST('/api/share/corrections/{id}/answer', { params: { path }, body })),
    )
    if (!answered) return
    client.setQueryData(correctionQuery(correction.id).queryKey, answered)
    for (const room of ['cases', 'share', 'catalog']) void client.invalidateQueries({ queryKey: [room] })
  }
  return (
    <Form layout="vertical" onFinish={send} className="answer-form">
      <fieldset className="choices" disabled={isBegun}>
        <legend>{t('corrections.decision')}</legend>
        {(['correct', 'keep'] as const).map((it) => (
          <label key={it}>
            <input type="radio" name="decision" checked={decision === it} onChange={() => setDecision(it)} />{' '}
            {t(`corrections.${it}`)} <span className="soft">{t(`corrections.${it}Note`)}</span>
          </label>
        ))}
      </fieldset>
      {decision === 'correct' ? (
        <>
          <Form.Item label={t('corrections.value')} htmlFor="correct-value" {...form.itemAt('/value')}>
            <Input
              id="correct-value"
              value={value}
              maxLength={4000}
              onChange={({ target }) => setValue(target.value)}
            />
          </Form.Item>
          <Form.Item label={t('corrections.noteOptional')} htmlFor="correct-note" {...form.itemAt('/note')}>
            <Input.TextArea
              id="correct-note"
              rows={2}
              maxLength={1000}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </Form.Item>
        </>
      ) : (
        <Form.Item label={t('corrections.keepReason')} htmlFor="keep-reason" {...form.itemAt('/reason')}>
          <Input.TextArea
            id="keep-reason"
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Form.Item>
      )}
      <ProblemNotice error={form.error} known={form.known} />
      <Button
        type="primary"
        htmlType="submit"
        loading={form.sending}
        disabled={decision === 'keep' && reason.trim().length < 2}
      >
        {t('corrections.send')}
      </Button>
    </Form>
  )
}
