import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import type { Line } from '../../api/types.ts'
import {
  Dialogue,
  Law,
  Localised,
  LongText,
  ProblemNotice,
  StatutoryClock,
  useProblemForm,
} from '../../parts/index.ts'
import { lawOf } from './acts.ts'
import { lineQuery } from './queries.ts'

/** The office asks, once, for a longer answer period; the competent department rules on it. */
export function ExtensionDialogue({ line, onClose }: { line: Line; onClose(): void }) {
  const { t } = useTranslation('decider')
  const client = useQueryClient()
  const [days, setDays] = useState('5')
  const [reason, setReason] = useState('')
  const problem = useProblemForm(['/days', '/reason'])
  const formId = useId()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = { days: Number(days), reason: reason.trim() }
    const asked = await problem.send(() =>
      told(api.POST('/api/share/lines/{id}/extension', { params: { path: { id: line.id } }, body })),
    )
    if (!asked) return
    client.setQueryData(lineQuery(line.id).queryKey, asked)
    onClose()
    await client.invalidateQueries({ queryKey: ['share'] })
  }
  return (
    <Dialogue
      open
      title={t('act.extend')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={problem.sending}>
            {t('act.extend')}
          </Button>
        </>
      }
    >
      <p>
        <Localised text={line.case?.title} />
      </p>
      {line.case && <StatutoryClock clock={line.case.clock} />}
      <Law ids={lawOf('extend', line.attribute)} />
      <form id={formId} onSubmit={send} className="decision">
        <Form.Item
          layout="vertical"
          label={t('form.days')}
          htmlFor={`${formId} days`}
          extra={t('form.daysHint')}
          {...problem.itemAt('/days')}
        >
          <Input
            id={`${formId} days`}
            type="number"
            min={1}
            max={60}
            required
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Form.Item>
        <LongText
          label={t('form.extensionReason')}
          value={reason}
          onChange={setReason}
          fault={problem.itemAt('/reason')}
        />
        <ProblemNotice error={problem.error} known={problem.known} />
      </form>
    </Dialogue>
  )
}
