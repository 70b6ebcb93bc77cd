import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActorText, DataText, readActor, showControls, usePersonName } from '../../parts/index.ts'
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

/** `person:sz.market.officer` as words: the kind, the name where there is one, and the id as the ledger has it. */
export function LedgerActor({ actor }: { actor: string }) {
  const { t } = useTranslation('audit')
  const { kind: written, id } = readActor(actor)
  // Whoever comes with an agreement's own token acts as a client of that id.
  const kind = id.startsWith('tok_') ? 'token' : written
  if (kind === 'public' || actor === 'public') return <>{t('actorKind.public')}</>
  const known = kind === 'person' || kind === 'client' || kind === 'system' || kind === 'token'
  return (
    <>
      <span className="soft">{known ? t(`actorKind.${kind}`) : kind}</span> <ActorText actor={actor} withId />
    </>
  )
}

/**
 * What an entry is about, with the way to its page where it has one for this reader; a person or system that an entry of
 * `parties` is about with the name beside the id.
 */
export function SubjectText({ subject, kind = '' }: { subject: string; kind?: string }) {
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
  const id = (
    <code>
      <DataText value={subject} limit={80} />
    </code>
  )
  return /^parties\.(?!org)/.test(kind) ? <Named id={subject}>{id}</Named> : id
}

function Named({ id, children }: { id: string; children: ReactNode }) {
  const name = usePersonName(id)
  return (
    <>
      {name !== id && <bdi>{showControls(name)}</bdi>} {children}
    </>
  )
}

/** Something in words, its id under them; by its id alone where there is no word for it. */
export function WordOverId({ word, id }: { word: string | undefined; id: string }) {
  if (word === undefined) return <code>{id}</code>
  return (
    <>
      {word}
      <span className="under">
        <code>{id}</code>
      </span>
    </>
  )
}

/** A permission, a job or a part of the database in words, its id under them. */
export function AdminWord({ group, id }: { group: 'actions' | 'jobs' | 'rooms'; id: string }) {
  useTranslation('admin')
  const found: unknown = i18next.getResource(i18next.language, 'admin', `${group}.${id.replaceAll('.', '-')}`)
  return <WordOverId word={typeof found === 'string' ? found : undefined} id={id} />
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
