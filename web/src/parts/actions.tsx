import { Button, Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icons.tsx'
import { ProblemNotice, useProblemForm } from './ProblemNotice.tsx'

interface ConfirmProps {
  /** what the button says, and the dialogue's title */
  label: string
  children?: ReactNode
  /** the act asks for a reason of at least two characters */
  reason?: boolean
  danger?: boolean
  primary?: boolean
  disabled?: boolean
  act(reason: string): Promise<unknown>
}

/** A button that asks before it acts, with a reason where the law wants one; a refusal stays in the dialogue. */
export function Confirm({
  label,
  children,
  reason = false,
  danger = false,
  primary = false,
  disabled = false,
  act,
}: ConfirmProps) {
  const { t } = useTranslation('parts')
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
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
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Modal
        title={label}
        open={open}
        onCancel={() => setOpen(false)}
        onOk={submit}
        okText={t('confirm.yes')}
        cancelText={t('confirm.no')}
        okButtonProps={{ danger, disabled: missing, loading: form.sending }}
        destroyOnHidden
      >
        {children}
        {reason && (
          <Form layout="vertical">
            <Form.Item
              label={t('confirm.reason')}
              htmlFor="confirm-reason"
              extra={missing ? t('confirm.reasonRequired') : undefined}
              {...form.itemAt('/reason')}
            >
              <Input.TextArea
                id="confirm-reason"
                rows={3}
                maxLength={2000}
                value={why}
                onChange={(event) => setWhy(event.target.value)}
              />
            </Form.Item>
          </Form>
        )}
        <ProblemNotice error={form.error} known={form.known} />
      </Modal>
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
