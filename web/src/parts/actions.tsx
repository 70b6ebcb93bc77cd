import { Button, Form, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialogue } from './Dialogue.tsx'
import { Icon } from './icons.tsx'
import { ProblemNotice, useProblemForm } from './ProblemNotice.tsx'

interface ConfirmProps {
  /** what the button says, and the dialogue's title */
  label: string
  /** the same in full, where many such buttons stand side by side: the dialogue's title and the button's spoken name */
  title?: string
  children?: ReactNode
  /** the act asks for a reason of at least two characters */
  reason?: boolean
  danger?: boolean
  primary?: boolean
  disabled?: boolean
  /** what the page calls the field at a JSON Pointer, where a refusal may speak of its fields */
  nameOf?: (pointer: string) => string
  act(reason: string): Promise<unknown>
}

/** A button that asks before it acts, with a reason where the law wants one; a refusal stays in the dialogue. */
export function Confirm({
  label,
  title = label,
  children,
  reason = false,
  danger = false,
  primary = false,
  disabled = false,
  nameOf,
  act,
}: ConfirmProps) {
  const { t } = useTranslation('parts')
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
  const field = useId()
  const form = useProblemForm(['/reason'])
  const missing = reason && why.trim().length < 2
  const submit = async () => {
    const done = await form.send(async () => {
      await act(why.trim())
      return true
    })
    if (done) setOpen(false)
  }
  return (
    <>
      <Button
        type={primary ? 'primary' : 'default'}
        danger={danger}
        disabled={disabled}
        aria-label={title === label ? undefined : title}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialogue
        title={title}
        open={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t('confirm.no')}</Button>
            <Button type="primary" danger={danger} disabled={missing} loading={form.sending} onClick={submit}>
              {t('confirm.yes')}
            </Button>
          </>
        }
      >
        {children}
        {reason && (
          <Form layout="vertical">
            <Form.Item
              label={t('confirm.reason')}
              htmlFor={field}
              extra={missing ? t('confirm.reasonRequired') : undefined}
              {...form.itemAt('/reason')}
            >
              <Input.TextArea
                id={field}
                rows={3}
                maxLength={2000}
                value={why}
                onChange={(event) => setWhy(event.target.value)}
              />
            </Form.Item>
          </Form>
        )}
        <ProblemNotice error={form.error} known={form.known} nameOf={nameOf} />
      </Dialogue>
    </>
  )
}

/** Copies a text and says whether it worked. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('parts')
  const [said, setSaid] = useState<'copied' | 'failed'>()
  const copy = async () => {
    const worked = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    setSaid(worked ? 'copied' : 'failed')
    setTimeout(() => setSaid(undefined), 2_000)
  }
  return (
    <button type="button" className="plain-button no-print" onClick={copy}>
      <Icon name="copy" /> <span aria-live="polite">{t(said ? `copy.${said}` : 'copy.copy')}</span>
    </button>
  )
}
