import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { DataText, showControls } from '../../parts/index.ts'
import './audit.css'

/** What a kind of entry means in the reader's language; nothing for a kind unknown here. */
export function useKindWord(): (kind: string) => string | undefined {
  useTranslation('audit')
  return (kind) => {
    const found: unknown = i18next.getResource(i18next.language, 'audit', `kinds.${kind.replace('.', '-')}`)
    return typeof found === 'string' ? found : undefined
  }
}

export function KindText({ kind }: { kind: string }) {
  const word = useKindWord()(kind)
  return (
    <>
      {word && <span>{word} </span>}
      <code className="soft">{kind}</code>
    </>
  )
}

/** `person:sz.market.officer` as words and an id. */
export function ActorText({ actor }: { actor: string }) {
  const { t } = useTranslation('audit')
  const cut = actor.indexOf(':')
  const id = actor.slice(cut + 1)
  // Whoever comes with an agreement's own token acts as a client of that id.
  const kind = id.startsWith('tok_') ? 'token' : actor.slice(0, cut)
  if (kind === 'public' || actor === 'public') return <>{t('actorKind.public')}</>
  const known = kind === 'person' || kind === 'client' || kind === 'system' || kind === 'token'
  return (
    <>
      <span className="soft">{known ? t(`actorKind.${kind}`) : kind}</span> <DataText value={id} />
    </>
  )
}

/** What an entry is about, with the way to its page where it has one for this reader. */
export function SubjectText({ subject }: { subject: string }) {
  if (subject.startsWith('agr_'))
    return (
      <Link to="/audit/agreements/$id" params={{ id: subject }}>
        <code>{subject}</code>
      </Link>
    )
  if (subject.startsWith('cas_'))
    return (
      <Link to="/cases/$id" params={{ id: subject }}>
        <code>{subject}</code>
      </Link>
    )
  return (
    <code>
      <DataText value={subject} limit={80} />
    </code>
  )
}

/** A long exact text: kept as it is, scrolled, reached by keyboard. */
export function Exact({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="exact" aria-label={label} tabIndex={0}>
      <pre>
        <bdi>{showControls(text)}</bdi>
      </pre>
    </section>
  )
}
