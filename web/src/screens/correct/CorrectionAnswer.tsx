import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import { correctionQuery } from '../../api/queries.ts'
import { DataText, Dialogue, Law, LongText, ProblemNotice, useProblemForm } from '../../parts/index.ts'
import { useMay, useMe } from '../../shell/me.ts'
import type { Correction } from './queries.ts'

/** Corrects a reported value in a new version, or keeps it with reasons; for whoever owes the answer, while it is owed. */
export function CorrectionAnswer({ correction }: { correction: Correction }) {
  const { t } = useTranslation('correct')
  const may = useMay()
  const org = useMe().org?.id
  const [act, setAct] = useState<'correct' | 'keep'>()
  const item = correction.case
  if (!may('share.correct') || item?.handler !== org || item?.endedAt !== null) return null
  return (
    <span className="button-row">
      <Button onClick={() => setAct('correct')}>{t('correct')}</Button>
      {item.state === 'received' && <Button onClick={() => setAct('keep')}>{t('keep')}</Button>}
      {act && <AnswerDialogue act={act} correction={correction} onClose={() => setAct(undefined)} />}
    </span>
  )
}

function AnswerDialogue({
  act,
  correction,
  onClose,
}: {
  act: 'correct' | 'keep'
  correction: Correction
  onClose(): void
}) {
  const { t } = useTranslation('correct')
  const client = useQueryClient()
  const [value, setValue] = useState(correction.proposed ?? '')
  const [text, setText] = useState('')
  const problem = useProblemForm(['/value', '/note', '/reason'])
  const formId = useId()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const why = text.trim()
    const body =
      act === 'keep'
        ? { decision: 'keep' as const, reason: why }
        : { decision: 'correct' as const, value, ...(why !== '' && { note: why }) }
    const answered = await problem.send(() =>
      told(api.POST('/api/share/corrections/{id}/answer', { params: { path: { id: correction.id } }, body })),
    )
    if (!answered) return
    client.setQueryData(correctionQuery(correction.id).queryKey, answered)
    onClose()
    await Promise.all(
      ['share', 'cases', 'catalog'].map((room) => client.invalidateQueries({ queryKey: [room] })),
    )
  }
  return (
    <Dialogue
      open
      title={t(`${act}`)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={problem.sending}>
            {t(`${act}`)}
          </Button>
        </>
      }
    >
      <p>
        <code>{correction.field}</code> · {t('key')} <DataText value={correction.key} /> · {t('seen')}{' '}
        <DataText value={correction.seen} /> · {t('proposed')} <DataText value={correction.proposed} />
      </p>
      <Law ids={['share.correction']} />
      <form id={formId} onSubmit={send} className="decision">
        {act === 'correct' && (
          <>
            <p>{t('correctText')}</p>
            <Form.Item
              layout="vertical"
              label={t('newValue')}
              htmlFor={`${formId} value`}
              {...problem.itemAt('/value')}
            >
              <Input
                id={`${formId} value`}
                maxLength={4000}
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            </Form.Item>
          </>
        )}
        <LongText
          label={t(act === 'keep' ? 'why' : 'noteText')}
          value={text}
          onChange={setText}
          fault={problem.itemAt(act === 'keep' ? '/reason' : '/note')}
          optional={act === 'correct'}
        />
        <ProblemNotice error={problem.error} known={problem.known} />
      </form>
    </Dialogue>
  )
}
