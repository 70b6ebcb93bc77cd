import { useQueryClient } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import { agreementQuery } from '../../api/queries.ts'
import type { Agreement } from '../../api/types.ts'
import { Dialogue, Law, LongText, ProblemNotice, useProblemForm } from '../../parts/index.ts'

const laws = {
  suspend: ['share.suspend'],
  resume: ['share.suspend'],
  end: ['share.terminate', 'share.dispose'],
} as const

interface Props {
  readonly act: 'suspend' | 'resume' | 'end'
  readonly agreement: Agreement
  /** the law wants the applicant consulted first */
  readonly consults?: boolean
}

/** Suspends with a time to rectify, resumes, or ends an agreement, with the law beside it. */
export function AgreementAct({ act, agreement, consults = false }: Props) {
  const { t } = useTranslation('decider')
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [rectifyBy, setRectifyBy] = useState('')
  const [consultation, setConsultation] = useState('')
  const problem = useProblemForm(['/reason', '/rectifyBy', '/consultation'])
  const formId = useId()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const changed = await problem.send(() =>
      sendAct(act, agreement.id, { reason: reason.trim(), rectifyBy, consultation: consultation.trim() }),
    )
    if (!changed) return
    client.setQueryData(agreementQuery(agreement.id).queryKey, changed)
    setOpen(false)
    await client.invalidateQueries({ queryKey: ['share'] })
  }
  return (
    <>
      <Button danger={act !== 'resume'} onClick={() => setOpen(true)}>
        {t(`agreements.${act}`)}
      </Button>
      <Dialogue
        title={t(`agreements.${act}`)}
        open={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t('form.cancel')}</Button>
            <Button
              type="primary"
              danger={act !== 'resume'}
              htmlType="submit"
              form={formId}
              loading={problem.sending}
            >
              {t(`agreements.${act}`)}
            </Button>
          </>
        }
      >
        <p>{t(`agreements.${act}Text`)}</p>
        <Law ids={consults ? ['share.provider.end', 'share.dispose'] : laws[act]} />
        <form id={formId} onSubmit={send} className="decision">
          <LongText
            label={t('agreements.reason')}
            value={reason}
            onChange={setReason}
            fault={problem.itemAt('/reason')}
          />
          {act === 'suspend' && (
            <Form.Item
              layout="vertical"
              label={t('agreements.rectifyBy')}
              htmlFor={`${formId} by`}
              extra={t('agreements.rectifyHint')}
              {...problem.itemAt('/rectifyBy')}
            >
              <input
                id={`${formId} by`}
                type="date"
                required
                value={rectifyBy}
                onChange={(event) => setRectifyBy(event.target.value)}
              />
            </Form.Item>
          )}
          {act === 'end' && consults && (
            <LongText
              label={t('agreements.consultation')}
              hint={t('agreements.consultationHint')}
              value={consultation}
              onChange={setConsultation}
              fault={problem.itemAt('/consultation')}
            />
          )}
          <ProblemNotice error={problem.error} known={problem.known} />
        </form>
      </Dialogue>
    </>
  )
}

function sendAct(
  act: Props['act'],
  id: string,
  { reason, rectifyBy, consultation }: { reason: string; rectifyBy: string; consultation: string },
): Promise<Agreement> {
  const params = { path: { id } }
  if (act === 'suspend')
    return told(api.POST('/api/share/agreements/{id}/suspension', { params, body: { reason, rectifyBy } }))
  if (act === 'resume')
    return told(api.POST('/api/share/agreements/{id}/resumption', { params, body: { reason } }))
  const body = { reason, ...(consultation !== '' && { consultation }) }
  return told(api.POST('/api/share/agreements/{id}/end', { params, body }))
}
