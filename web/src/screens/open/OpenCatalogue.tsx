import { useEffect } from 'react'
import { openApi, useRead } from '../../open/reader.ts'
import { useWords } from '../../open/words.ts'

const readKeys = () => openApi.GET('/api/ledger/keys')

/** The open catalogue, and the keys with which anybody can verify the ledger. */
export function OpenCatalogue() {
  const { words } = useWords()
  const keys = useRead(readKeys)
  useEffect(() => {
    document.title = `${words.title} · ${words.product}`
  }, [words])
  return (
    <>
      <h1>{words.title}</h1>
      <p className="open-intro">{words.intro}</p>
      <p>{words.none}</p>
      <section className="open-card">
        <h2>{words.keys}</h2>
        <p>{words.keysNote}</p>
        {keys.state === 'reading' && <p role="status">{words.loading}</p>}
        {keys.state === 'failed' && <p role="alert">{words.failed}</p>}
        {keys.state === 'read' && (
          <ul>
            {keys.value.keys.map(({ verifier }) => (
              <li key={verifier}>
                <code>{verifier}</code>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
