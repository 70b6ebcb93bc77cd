import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { ProblemNotice, useLanguage, useProblemForm } from '../../parts/index.ts'

const blank = { current: '', next: '', again: '' }
type Written = typeof blank

/** One's own password: the present one is asked for, and each refusal stands beside the field it concerns. */
export function PasswordChange({ onChanged }: { onChanged(): void }) {
  const { t } = useTranslation('account')
  const [written, setWritten] = useState<Written>(blank)
  const [ended, setEnded] = useState<number>()
  const form = useProblemForm(['/current', '/next'])
  const refusals = useRefusals(form)
  const differs = written.again !== '' && written.again !== written.next
  const send = async () => {
    if (written.again !== written.next) return
    setEnded(undefined)
    const { current, next } = written
    const answer = await form.send(() =>
      told(api.POST('/api/parties/me/password', { body: { current, next } })),
    )
    if (!answer) return
    setWritten(blank)
    setEnded(answer.sessionsEnded)
    onChanged()
  }
  const field = (name: keyof Written, autoComplete: 'current-password' | 'new-password') => ({
    id: `password-${name}`,
    required: true,
    maxLength: 1024,
    autoComplete,
    value: written[name],
    onChange: ({ target }: { target: { value: string } }) => setWritten({ ...written, [name]: target.value }),
  })
  return (
    <section className="card" aria-labelledby="password">
      <h2 id="password">{t('password.title')}</h2>
      <p className="soft">{t('password.note')}</p>
      <Form layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item label={t('password.current')} htmlFor="password-current" {...refusals.current}>
          <Input.Password {...field('current', 'current-password')} />
        </Form.Item>
        <Form.Item
          label={t('password.next')}
          htmlFor="password-next"
          extra={t('password.nextNote')}
          {...refusals.next}
        >
          <Input.Password {...field('next', 'new-password')} />
        </Form.Item>
        <Form.Item
          label={t('password.again')}
          htmlFor="password-again"
          {...(differs && { validateStatus: 'error' as const, help: t('password.differs') })}
        >
          <Input.Password {...field('again', 'new-password')} />
        </Form.Item>
        {!refusals.areTold && <ProblemNotice error={form.error} known={form.known} />}
        <Button type="primary" htmlType="submit" loading={form.sending}>
          {t('password.submit')}
        </Button>
      </Form>
      <p role="status">
        {ended !== undefined &&
          `${t('password.done')} ${ended > 0 ? t('password.ended', { count: ended }) : ''}`}
      </p>
    </section>
  )
}

/** A refusal of the new password as a whole belongs beside it as much as a fault of the field. */
function useRefusals(form: ReturnType<typeof useProblemForm>) {
  const language = useLanguage()
  const problem = form.error === undefined ? undefined : problemOf(form.error)
  const isWeak = problem?.type.endsWith('/parties/weakPassword') ?? false
  const current = form.itemAt('/current')
  const beside = form.itemAt('/next')
  const texts = [problem?.texts, problem?.remedy].flatMap((text) => (isWeak && text ? [text[language]] : []))
  const next =
    isWeak && !beside.help
      ? { validateStatus: 'error' as const, help: texts.join(language === 'zh' ? '；' : '; ') }
      : beside
  return { current, next, areTold: Boolean(current.help ?? next.help) }
}
