import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { correctionQuery } from '../../../api/queries.ts'
import {
  CodeText,
  Dialogue,
  Law,
  LongText,
  ProblemNotice,
  showControls,
  useCodeWords,
  useLanguage,
  useProblemForm,
} from '../../../parts/index.ts'
import type { Correction, Row, Served } from '../queries.ts'
import { MaskText } from '../shared/parts.tsx'

interface Props {
  readonly served: Served
  readonly keyField: string
  readonly row: Row
  onClose(): void
}

/** 校核: says which value of which row is wrong, and why; the provider verifies it on its clock (第二十六条). */
export function ReportCell({ served, keyField, row, onClose }: Props) {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  const client = useQueryClient()
  const others = served.columns.filter(({ name }) => name !== keyField)
  const [field, setField] = useState(others[0]?.name ?? keyField)
  const [proposed, setProposed] = useState('')
  const [reason, setReason] = useState('')
  const [made, setMade] = useState<Correction>()
  const form = useProblemForm(['/field', '/proposed', '/reason'])
  const column = served.columns.find(({ name }) => name === field)
  const seen = row[field]
  const wordsOf = useCodeWords(served.resource, served.columns)
  const formId = useId()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const body = {
      agreement: served.agreement,
      key: String(row[keyField]),
      field,
      reason: reason.trim(),
      ...(seen !== null && seen !== undefined && { seen: String(seen) }),
      ...(proposed.trim() !== '' && { proposed: proposed.trim() }),
    }
    const correction = await form.send(() => told(api.POST('/api/share/corrections', { body })))
    if (!correction) return
    setMade(correction)
    client.setQueryData(correctionQuery(correction.id).queryKey, correction)
    await client.invalidateQueries({ queryKey: ['share'] })
  }
  if (made) return <Sent correction={made.id} onClose={onClose} />
  return (
    <Dialogue
      open
      title={t('report.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('report.cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={form.sending}>
            {t('report.send')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('report.note')}</p>
      <p>
        <bdi>{showControls(t('report.row', { key: String(row[keyField]) }))}</bdi>
      </p>
      <Law ids={['share.correction']} />
      <form id={formId} onSubmit={send}>
        <Form.Item
          layout="vertical"
          label={t('report.field')}
          htmlFor={`${formId} field`}
          {...form.itemAt('/field')}
        >
          <select
            id={`${formId} field`}
            className="demand-native"
            value={field}
            onChange={(event) => setField(event.target.value)}
          >
            {served.columns.map(({ name, title }) => (
              <option key={name} value={name}>
                {title[language] || name}
              </option>
            ))}
          </select>
        </Form.Item>
        <p>
          {t('report.seen')}: <CodeText value={seen} words={wordsOf(field)} limit={300} />
          {column?.mask != null && (
            <span className="under">
              {t('report.masked')}: <MaskText mask={column.mask} />
            </span>
          )}
        </p>
        <Form.Item
          layout="vertical"
          label={t('report.proposed')}
          htmlFor={`${formId} proposed`}
          extra={t('report.proposedHint')}
          {...form.itemAt('/proposed')}
        >
          <Input
            id={`${formId} proposed`}
            maxLength={4000}
            value={proposed}
            onChange={(event) => setProposed(event.target.value)}
          />
        </Form.Item>
        <LongText
          label={t('report.reason')}
          hint={t('report.reasonHint')}
          value={reason}
          onChange={setReason}
          fault={form.itemAt('/reason')}
        />
        <ProblemNotice error={form.error} known={form.known} />
      </form>
    </Dialogue>
  )
}

function Sent({ correction, onClose }: { correction: string; onClose(): void }) {
  const { t } = useTranslation('demander')
  return (
    <Dialogue
      open
      title={t('report.title')}
      onClose={onClose}
      actions={
        <Button type="primary" onClick={onClose}>
          {t('report.close')}
        </Button>
      }
    >
      <p role="status">
        {t('report.sent')}{' '}
        <Link to="/corrections/$id" params={{ id: correction }}>
          {t('report.open')}
        </Link>
      </p>
    </Dialogue>
  )
}
