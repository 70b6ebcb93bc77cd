import { type FormEvent, type ReactNode, useState } from 'react'
import { useTitle } from '../../open/Missing.tsx'
import { openApi, useRead } from '../../open/reader.ts'
import { CopyBlock, DayText, Found, InstantText, writeCount } from '../../open/text.tsx'
import { fill, useWords } from '../../open/words.ts'

const readKeys = () => openApi.GET('/api/ledger/keys')
const readHealth = () => openApi.GET('/api/health')
const readCheckpoint = () => openApi.GET('/ledger/checkpoint', { parseAs: 'text' })

/** How anybody can check the ledger without trusting this platform. */
export function Verify() {
  const { words } = useWords()
  const keys = useRead(readKeys, 'keys')
  const checkpoint = useRead<unknown>(readCheckpoint, 'checkpoint')
  const health = useRead(readHealth, 'health')
  useTitle(words.verifyTitle)
  return (
    <>
      <h1>{words.verifyTitle}</h1>
      <p className="open-intro">{words.verifyIntro}</p>
      <Step title={words.step1} note={words.step1Note}>
        <Found found={keys}>{({ keys }) => <Keys keys={keys} />}</Found>
      </Step>
      <Step title={words.step2} note={words.step2Note}>
        <Found found={checkpoint}>
          {(note) => <CopyBlock label={words.checkpoint} text={String(note)} />}
        </Found>
        <p>
          <a href="/ledger/checkpoint">{words.saveCheckpoint}</a>
        </p>
      </Step>
      <Step title={words.step3} note={words.step3Note}>
        <Growth />
      </Step>
      <Step title={words.step4} note={words.step4Note}>
        <Found found={keys}>
          {({ keys }) => (
            <CopyBlock label={words.step4} text={commandFor(keys.map(({ verifier }) => verifier))} />
          )}
        </Found>
        <p>{words.step4Known}</p>
      </Step>
      <Step title={words.rules} note={words.rulesNote}>
        <Found found={health}>
          {({ today, calendarKnownUntil }) => (
            <p>
              {words.today} <DayText day={today} /> · {words.calendar} <DayText day={calendarKnownUntil} />
            </p>
          )}
        </Found>
      </Step>
    </>
  )
}

function Step({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="open-card">
      <h2>{title}</h2>
      <p>{note}</p>
      {children}
    </section>
  )
}

function Keys({ keys }: { keys: readonly { verifier: string; since: number; at: string }[] }) {
  const { words, language } = useWords()
  return keys.map(({ verifier, since, at }) => (
    <div key={verifier} className="open-snippet">
      <p className="open-soft">
        {fill(words.keySince, { n: writeCount(since, language) })} · <InstantText at={at} />
      </p>
      <CopyBlock label={words.step1} text={verifier} />
    </div>
  ))
}

/** Base64 of the hashes and the names of keys hold no quote, so they stand between quotes as they are. */
function commandFor(verifiers: readonly string[]): string {
  const keys = verifiers.map((verifier) => `  --key '${verifier}' \\\n`).join('')
  return `npx zhishu ledger verify bundle.ndjson \\\n${keys}  --known checkpoint.txt`
}

function Growth() {
  const { words } = useWords()
  const [text, setText] = useState('')
  const [from, setFrom] = useState<number>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFrom(Number(text))
  }
  return (
    <>
      <form className="open-condition no-print" onSubmit={submit}>
        <label>
          {words.fromSize}
          <input
            type="number"
            min={0}
            step={1}
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <button type="submit" className="open-button">
          {words.proof}
        </button>
      </form>
      {from !== undefined && <Proof key={from} from={from} />}
    </>
  )
}

function Proof({ from }: { from: number }) {
  const { words, language } = useWords()
  const found = useRead(
    () => openApi.GET('/api/ledger/consistency', { params: { query: { from } } }),
    String(from),
  )
  return (
    <Found found={found}>
      {(proof) => {
        const told = {
          from: writeCount(proof.from, language),
          to: writeCount(proof.to, language),
          n: proof.proof.length,
        }
        return (
          <>
            <p>{fill(words.proofRange, told)}</p>
            <CopyBlock label={words.proof} text={JSON.stringify(proof, null, 2)} />
          </>
        )
      }}
    </Found>
  )
}
