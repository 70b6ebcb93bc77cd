import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import { ProblemNotice, useProblemForm } from '../../parts/ProblemNotice.tsx'
import { Localised } from '../../parts/text.tsx'
import { DisplaySettings } from '../../shell/DisplaySettings.tsx'
import { type DemoOfficer, officersByOrg, readDemo } from './demo.ts'

const route = getRouteApi('/sign-in')

/** Login and password; in the demo city one click per officer. */
export function SignIn() {
  const { t } = useTranslation('shell')
  const { to, ended } = route.useSearch()
  const enter = useEnter(to)
  const form = useProblemForm(['/login', '/password'])
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: readDemo,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const signIn = (login: string, password: string) => form.send(() => enter(login, password))
  return (
    <div className="sign-in">
      <header className="header no-print">
        <span className="brand">
          <img src="/seal.svg" alt="" width="24" height="24" />
          <span>{t('product')}</span>
        </span>
        <span className="who" />
        <DisplaySettings />
      </header>
      <main className="sign-in-main">
        <section className="card sign-in-form" aria-labelledby="sign-in-title">
          <h1 id="sign-in-title" tabIndex={-1}>
            {t('signIn.title')}
          </h1>
          {ended && !form.error && <p className="soft">{t('signIn.ended')}</p>}
          <ProblemNotice error={form.error} known={form.known} />
          <PasswordForm form={form} onSend={signIn} />
          <p>
            <a href="/open">{t('signIn.open')}</a>
          </p>
        </section>
        {demo.data && demo.data.officers.length > 0 && (
          <DemoOfficers
            officers={demo.data.officers}
            disabled={form.sending}
            onChoose={({ login, password }) => signIn(login, password)}
          />
        )}
      </main>
    </div>
  )
}

function PasswordForm({
  form,
  onSend,
}: {
  form: ReturnType<typeof useProblemForm>
  onSend(login: string, password: string): unknown
}) {
  const { t } = useTranslation('shell')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  return (
    <Form layout="vertical" requiredMark={false} onFinish={() => onSend(login.trim(), password)}>
      <Form.Item label={t('signIn.login')} htmlFor="login" {...form.itemAt('/login')}>
        <Input
          id="login"
          autoComplete="username"
          required
          maxLength={64}
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t('signIn.password')} htmlFor="password" {...form.itemAt('/password')}>
        <Input.Password
          id="password"
          autoComplete="current-password"
          required
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={form.sending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}

function DemoOfficers({
  officers,
  disabled,
  onChoose,
}: {
  officers: readonly DemoOfficer[]
  disabled: boolean
  onChoose(officer: DemoOfficer): void
}) {
  const { t } = useTranslation('shell')
  return (
    <section className="card demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('signIn.demo')}</h2>
      <p className="soft">{t('signIn.demoNote')}</p>
      <ul className="demo-orgs">
        {officersByOrg(officers).map(({ org, people }) => (
          <li key={org.zh}>
            <h3>
              <Localised text={org} />
            </h3>
            <ul>
              {people.map((officer) => (
                <li key={officer.login}>
                  <button
                    type="button"
                    disabled={disabled}
                    data-login={officer.login}
                    onClick={() => onChoose(officer)}
                  >
                    <strong lang="zh-CN">{officer.name}</strong>
                    <span>
                      <Localised text={officer.title} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Opens the session; the browser keeps it in a cookie that no script can read. */
function useEnter(to: string | undefined): (login: string, password: string) => Promise<void> {
  const client = useQueryClient()
  const router = useRouter()
  return async (login, password) => {
    await told(api.POST('/api/parties/session', { body: { login, password, keep: 'cookie' } }))
    client.clear()
    await router.navigate({ href: ownAddress(to), replace: true })
  }
}

/** An address of this console, whatever the link that led here said. */
function ownAddress(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/'
}
