import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialogue, ProblemNotice, useProblemForm } from '../../../parts/index.ts'

export interface Field {
  readonly name: string
  /** JSON Pointer into what is sent, where refusals point */
  readonly pointer: string
  readonly label: string
  readonly hint?: string
  readonly kind?: 'text' | 'day' | 'secret' | 'choice'
  readonly options?: readonly { readonly value: string; readonly label: string; readonly group?: string }[]
  readonly optional?: boolean
  readonly initial?: string
}

export type Sent = Readonly<Record<string, string>>

interface Props {
  readonly fields: readonly Field[]
  /** what the button says */
  readonly submit: string
  /** sends what is written, trimmed; empty fields are empty texts */
  send(sent: Sent): Promise<unknown>
  onSent(): void
  onCancel?(): void
}

/** Fields and their refusals: each fault beside its field, the refusal as a whole beside the form. */
export function FieldForm({ fields, submit, send, onSent, onCancel }: Props) {
  const { t } = useTranslation('admin')
  const form = useProblemForm(fields.map(({ pointer }) => pointer))
  const [round, setRound] = useState(0)
  const press = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const written = new FormData(event.currentTarget)
    const sent = Object.fromEntries(fields.map(({ name }) => [name, String(written.get(name) ?? '').trim()]))
    const done = await form.send(async () => {
      await send(sent)
      return true
    })
    if (!done) return
    setRound(round + 1)
    onSent()
  }
  return (
    <form key={round} onSubmit={press} className="check">
      <div className="field-grid">
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} fault={form.itemAt(field.pointer).help} />
        ))}
      </div>
      <ProblemNotice error={form.error} known={form.known} />
      <div className="audit-acts">
        <Button type="primary" htmlType="submit" loading={form.sending}>
          {submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('orgs.cancel')}</Button>}
      </div>
    </form>
  )
}

function FieldInput({ field, fault }: { field: Field; fault: string | undefined }) {
  const { t } = useTranslation('admin')
  const [id, hint] = [useId(), useId()]
  const { kind = 'text', optional = false } = field
  const hints = [field.hint, optional ? t('people.optional') : undefined].filter(Boolean).join(' · ')
  const shared = {
    id,
    name: field.name,
    required: !optional,
    defaultValue: field.initial ?? '',
    'aria-describedby': hint,
    'aria-invalid': fault !== undefined,
  }
  return (
    <div className="labelled" data-fault={fault === undefined ? undefined : ''}>
      <label htmlFor={id}>{field.label}</label>
      {kind === 'choice' ? (
        <select {...shared}>
          {(optional || field.initial === undefined) && <option value="" />}
          <Options field={field} />
        </select>
      ) : (
        <input
          {...shared}
          type={kind === 'day' ? 'date' : kind === 'secret' ? 'password' : 'text'}
          maxLength={500}
          autoComplete={kind === 'secret' ? 'new-password' : 'off'}
          spellCheck={false}
        />
      )}
      <span id={hint}>
        {fault && <span className="audit-fault">{fault} </span>}
        <span className="soft">{hints}</span>
      </span>
    </div>
  )
}

function Options({ field: { options = [] } }: { field: Field }) {
  const groups = [...new Set(options.map(({ group }) => group))]
  return groups.map((group) => {
    const items = options
      .filter((option) => option.group === group)
      .map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))
    return group === undefined ? (
      items
    ) : (
      <optgroup key={group} label={group}>
        {items}
      </optgroup>
    )
  })
}

/** A button that opens the form in a dialogue and closes it when it was sent. */
export function FieldDialogue({
  label,
  note,
  primary = false,
  ...form
}: Omit<Props, 'submit' | 'onCancel' | 'onSent'> & {
  label: string
  note?: string
  primary?: boolean
  onSent(): Promise<unknown> | undefined
}) {
  const { t } = useTranslation('admin')
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button type={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialogue title={label} open={open} onClose={close} actions={null}>
        {note && <p>{note}</p>}
        <FieldForm
          {...form}
          submit={t('orgs.save')}
          onCancel={close}
          onSent={() => {
            close()
            void form.onSent()
          }}
        />
      </Dialogue>
    </>
  )
}
