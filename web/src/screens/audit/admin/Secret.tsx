import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, Icon } from '../../../parts/index.ts'
import { Exact } from '../parts.tsx'

export interface Issued {
  readonly id: string
  readonly secret: string
}

/** A system's secret, shown once, and how it is used. */
export function Secret({ issued: { id, secret }, onDone }: { issued: Issued; onDone(): void }) {
  const { t } = useTranslation('admin')
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
