import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../parts/index.ts'
import { type LedgerKey, readKey } from '../proof.ts'
import { keysQuery } from '../queries.ts'
import { forgetKey, keepKey, pasteKey, useBelongings, useTrust } from '../trust.ts'

/** The auditor's own key beside those the server shows: only what was obtained by another way is believed. */
export function KeyPanel() {
  const { t } = useTranslation('audit')
  const field = useId()
  const said = useId()
  const { pasted, isKept } = useBelongings()
  const { trust } = useTrust()
  const state = trust.key ? 'trusted' : trust.why
  return (
    <section className="card labelled key-panel">
      <h2>{t('key.title')}</h2>
      <p className="soft">{t('key.note')}</p>
      <label htmlFor={field}>{t('key.field')}</label>
      <textarea
        id={field}
        rows={2}
        maxLength={400}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={said}
        value={pasted}
        onChange={(event) => pasteKey(event.target.value)}
      />
      <p id={said} className={`outcome-${outcomes[state]}`} role="status" data-trust={state}>
        <Icon name={state === 'trusted' ? 'done' : state === 'none' ? 'dot' : 'warn'} />{' '}
        {t(`key.state.${state}`)}
      </p>
      {pasted !== '' && (
        <p className="audit-acts">
          {!isKept && trust.key && (
            <button type="button" className="plain-button" onClick={keepKey}>
              {t('key.keep')}
            </button>
          )}
          <button type="button" className="plain-button" onClick={forgetKey}>
            {t('key.forget')}
          </button>
        </p>
      )}
      <OfferedKeys />
    </section>
  )
}

const outcomes = { trusted: 'holds', none: 'open', other: 'fails', malformed: 'fails' } as const

function OfferedKeys() {
  const { t } = useTranslation('audit')
  const { data } = useQuery(keysQuery)
  return (
    <details>
      <summary>{t('key.offered')}</summary>
      {data?.keys.map(({ verifier, since }) => (
        <OfferedKey key={verifier} text={verifier} since={since} />
      ))}
    </details>
  )
}

function OfferedKey({ text, since }: { text: string; since: number }) {
  const { t } = useTranslation('audit')
  const [key, setKey] = useState<LedgerKey>()
  useEffect(() => {
    void readKey(text).then(setKey)
  }, [text])
  return (
    <p className="offered-key">
      <code className="hash">{text}</code>
      <br />
      <span className="soft">
        {key && (
          <>
            {t('key.fingerprint')} <code className="hash">{key.fingerprint.match(/.{1,4}/g)?.join(' ')}</code>{' '}
            ·{' '}
          </>
        )}
        {t('key.since', { count: since })}
      </span>
    </p>
  )
}
