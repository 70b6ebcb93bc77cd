import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { CopyButton, Icon } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Exact } from '../parts.tsx'
import { FieldForm } from './FieldForm.tsx'

interface Issued {
  readonly id: string
  readonly secret: string
}

/** Registers a department's system. Its secret lives in this page alone and is gone with it. */
export function Clients() {
  const { t } = useTranslation('audit')
  const [issued, setIssued] = useState<Issued>()
  return (
    <div className="page audit">
      <PageHead title={t('clients.title')}>{t('clients.note')}</PageHead>
      {issued && <Secret issued={issued} onDone={() => setIssued(undefined)} />}
      <section className="card">
        <h2>{t('clients.register')}</h2>
        <FieldForm
          submit={t('clients.register')}
          fields={[
            { name: 'id', pointer: '/id', label: t('clients.id'), hint: 'sz.market.gateway' },
            { name: 'org', pointer: '/org', label: t('clients.org'), hint: 'sz.market' },
            { name: 'name', pointer: '/name', label: t('clients.name') },
          ]}
          send={async ({ id = '', org = '', name = '' }) => {
            setIssued(undefined)
            const { secret } = await told(api.POST('/api/parties/clients', { body: { id, org, name } }))
            setIssued({ id, secret })
          }}
          onSent={() => undefined}
        />
        <p className="soft">{t('clients.registered')}</p>
      </section>
    </div>
  )
}

function Secret({ issued: { id, secret }, onDone }: { issued: Issued; onDone(): void }) {
  const { t } = useTranslation('audit')
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.focus(), [])
  const command = [
    `curl -X POST ${location.origin}/api/parties/token \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"client_id":"${id}","client_secret":"…"}'`,
  ].join('\n')
  return (
    <section className="secret check" ref={place} tabIndex={-1} aria-labelledby="secret-title">
      <h2 id="secret-title">
        <Icon name="key" /> {t('clients.secretTitle')}
      </h2>
      <p>
        <code>{id}</code>
      </p>
      <p>
        <code data-secret>{secret}</code> <CopyButton text={secret} />
      </p>
      <p>{t('clients.secretNote')}</p>
      <h3>{t('clients.how')}</h3>
      <Exact label={t('clients.how')} text={command} />
      <p>
        <Button onClick={onDone}>{t('clients.done')}</Button>
      </p>
    </section>
  )
}
