import { type ReactNode, useEffect } from 'react'
import { openApi, type Read, useRead } from '../../open/reader.ts'
import { useWords } from '../../open/words.ts'

const readKeys = () => openApi.GET('/api/ledger/keys')
const readHealth = () => openApi.GET('/api/health')

/** What everybody may read and verify today: the ledger's keys and checkpoint, the calendar it counts by, the contract. */
export function OpenFront() {
  const { words } = useWords()
  const keys = useRead(readKeys)
  const health = useRead(readHealth)
  useEffect(() => {
    document.title = `${words.title} · ${words.product}`
  }, [words])
  return (
    <>
      <h1>{words.title}</h1>
      <p className="open-intro">{words.intro}</p>
      <Section title={words.ledger} found={keys}>
        {({ keys }) => (
          <>
            <p>{words.ledgerNote}</p>
            <h3>{words.keys}</h3>
            <ul>
              {keys.map(({ verifier }) => (
                <li key={verifier}>
                  <code>{verifier}</code>
                </li>
              ))}
            </ul>
            <p>
              <a href="/ledger/checkpoint">{words.checkpoint}</a>
            </p>
          </>
        )}
      </Section>
      <Section title={words.rules} found={health}>
        {({ today, calendarKnownUntil }) => (
          <>
            <p>
              {words.today} <time dateTime={today}>{today}</time>
            </p>
            <p>
              {words.calendar} <time dateTime={calendarKnownUntil}>{calendarKnownUntil}</time>
            </p>
            <p>
              <a href="/api/openapi.json">{words.contract}</a>
            </p>
          </>
        )}
      </Section>
    </>
  )
}

function Section<T>({
  title,
  found,
  children,
}: {
  title: string
  found: Read<T>
  children(value: T): ReactNode
}) {
  const { words } = useWords()
  return (
    <section className="open-card">
      <h2>{title}</h2>
      {found.state === 'reading' && (
        <p role="status" className="loading">
          {words.loading}
        </p>
      )}
      {found.state === 'failed' && <p role="alert">{words.failed}</p>}
      {found.state === 'read' && children(found.value)}
    </section>
  )
}
