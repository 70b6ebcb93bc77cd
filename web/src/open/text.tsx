import { type MouseEvent, type ReactNode, useState } from 'react'
import type { Problem } from '../api/problem.ts'
import { showControls } from '../parts/show-controls.ts'
import { type Bilingual, type Language, tagOf } from '../texts/language.ts'
import { goTo } from './address.ts'
import type { Read } from './reader.ts'
import { fill, useWords } from './words.ts'

/** A browser lays out this much text at once without stalling. */
const longestShown = 100_000

/**
 * Text that came from data or people: shown as text, its direction isolated, invisible control and direction
 * characters made visible, long values clipped with the rest on demand.
 */
export function DataText({ value, limit = 160 }: { value: unknown; limit?: number }) {
  const { words, language } = useWords()
  const [open, setOpen] = useState(false)
  if (value === null || value === undefined) return <span className="open-absent">{words.absent}</span>
  if (typeof value === 'boolean') return <>{value ? words.yes : words.no}</>
  const whole = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (whole.length <= limit) return <bdi>{showControls(whole)}</bdi>
  return (
    <>
      <bdi className={open ? 'open-whole' : undefined}>
        {showControls(open ? whole.slice(0, longestShown) : `${whole.slice(0, limit)}…`)}
      </bdi>{' '}
      <button type="button" className="open-plain" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? words.less : words.more}
        {fill(words.characters, { n: writeCount(whole.length, language) })}
      </button>
    </>
  )
}

/** A text the server gives in both languages; `lang` says so where it is in the other one. */
export function Localised({ text, limit = 400 }: { text: Bilingual; limit?: number }) {
  const { language } = useWords()
  const other: Language = language === 'zh' ? 'en' : 'zh'
  const shown = text[language] || text[other]
  // What people wrote once, in Chinese, is given for both languages.
  const foreign =
    !text[language] || (language === 'en' && text.en === text.zh && /\p{Script=Han}/u.test(text.en))
  return (
    <span lang={foreign ? tagOf[other] : undefined}>
      <DataText value={shown} limit={limit} />
    </span>
  )
}

/** What people wrote in Chinese alone. */
export function Chinese({ text, limit = 400 }: { text: string; limit?: number }) {
  return <Localised text={{ zh: text, en: '' }} limit={limit} />
}

const zone = 'Asia/Shanghai'

export function DayText({ day }: { day: string }) {
  const { language } = useWords()
  return <time dateTime={day}>{writeDay(day, language)}</time>
}

export function writeDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(tagOf[language], { timeZone: 'UTC', dateStyle: 'medium' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

export function InstantText({ at }: { at: string }) {
  const { language } = useWords()
  const text = new Intl.DateTimeFormat(tagOf[language], {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(at))
  return <time dateTime={at}>{text}</time>
}

export function writeCount(count: number, language: Language): string {
  return new Intl.NumberFormat(tagOf[language]).format(count)
}

/** A text to take along: shown as it is, with a button that copies it. */
export function CopyBlock({ text, label, lang }: { text: string; label: string; lang?: string | undefined }) {
  const { words } = useWords()
  const [said, setSaid] = useState<'copied' | 'notCopied'>()
  const copy = async () => {
    const worked = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    setSaid(worked ? 'copied' : 'notCopied')
    setTimeout(() => setSaid(undefined), 3_000)
  }
  return (
    <div className="open-copy keep-together">
      <pre lang={lang}>{showControls(text)}</pre>
      <button type="button" className="open-button no-print" onClick={copy}>
        <span aria-live="polite">{said ? words[said] : words.copy}</span>
        <span className="only-read"> {label}</span>
      </button>
    </div>
  )
}

/** A link to another view of the same page. */
export function ViewLink({
  to,
  current,
  children,
  ...rest
}: {
  to: string
  current?: boolean
  className?: string
  'aria-label'?: string
  children: ReactNode
}) {
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    goTo(to)
  }
  return (
    <a href={to} aria-current={current ? 'true' : undefined} onClick={go} {...rest}>
      {children}
    </a>
  )
}

/** What was asked for: being read, refused, or there; the last answer stays in view meanwhile. */
export function Found<T>({ found, children }: { found: Read<T>; children(value: T): ReactNode }) {
  const { words } = useWords()
  if (found.state === 'failed') return <Refusal problem={found.problem} again={found.again} />
  if (found.value === undefined)
    return (
      <p role="status" className="loading">
        {words.loading}
      </p>
    )
  return (
    <div className="open-found" aria-busy={found.state === 'reading'}>
      {children(found.value)}
    </div>
  )
}

/** The server's refusal in the reader's language, with what can be done about it. */
export function Refusal({ problem, again }: { problem: Problem; again?(): void }) {
  const { words } = useWords()
  return (
    <div role="alert" className="open-refusal">
      <p>
        <Localised text={problem.texts} />
      </p>
      {problem.remedy && (
        <p>
          <Localised text={problem.remedy} />
        </p>
      )}
      {problem.errors?.map((fault) => (
        <p key={`${fault.field} ${fault.rule}`}>
          <Localised text={fault} />
        </p>
      ))}
      {again && (
        <button type="button" className="open-button" onClick={again}>
          {words.again}
        </button>
      )}
    </div>
  )
}
