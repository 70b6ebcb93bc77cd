import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { DataText, ProblemNotice, useLanguage, useProblemForm } from '../../../parts/index.ts'
import { type Correction, correctionQuery, type Row, type Served } from '../queries.ts'
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
  const send = async () => {
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
    await client.invalidateQueries({ queryKey: ['cases'] })
  }
  return (
    <Modal
      open
      title={t('report.title')}
      onCancel={onClose}
      onOk={made ? onClose : send}
      okText={t(made ? 'report.close' : 'report.send')}
      cancelText={t('report.close')}
      okButtonProps={{ loading: form.sending, disabled: !made && reason.trim().length < 2 }}
      cancelButtonProps={made ? { hidden: true } : {}}
    >
      {made ? (
        <p role="status">
          {t('report.sent')}{' '}
          <Link to="/demand/corrections/$id" params={{ id: made.id }}>
            {t('report.open')}
          </Link>
        </p>
      ) : (
        <>
          <p className="soft">{t('report.note')}</p>
          <p>
            <bdi>{t('report.row', { key: String(row[keyField]) })}</bdi>
          </p>
          <Form layout="vertical">
            <Form.Item label={t('report.field')} htmlFor="report-field" {...form.itemAt('/field')}>
              <select
                id="report-field"
                className="native"
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
              {t('report.seen')}: <DataText value={seen} limit={300} />
              {column?.mask != null && (
                <span className="under">
                  {t('report.masked')}: <MaskText mask={column.mask} />
                </span>
              )}
            </p>
            <Form.Item
              label={t('report.proposed')}
              htmlFor="report-proposed"
              extra={t('report.proposedHint')}
              {...form.itemAt('/proposed')}
            >
              <Input
                id="report-proposed"
                maxLength={4000}
                value={proposed}
                onChange={(event) => setProposed(event.target.value)}
              />
            </Form.Item>
            <Form.Item
              label={t('report.reason')}
              htmlFor="report-reason"
              extra={t('report.reasonHint')}
              required
              {...form.itemAt('/reason')}
            >
              <Input.TextArea
                id="report-reason"
                rows={3}
                maxLength={1000}
                aria-required
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </Form.Item>
          </Form>
          <ProblemNotice error={form.error} known={form.known} />
        </>
      )}
    </Modal>
  )
}
