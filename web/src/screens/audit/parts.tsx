import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import { type FormEvent, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { resourceQuery } from '../../api/queries.ts'
import { DataText, Icon, Localised } from '../../parts/index.ts'
import './audit.css'

/** Names and values beside each other; what has no value is left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode] | false)[] }) {
  return (
    <dl className="audit-facts">
      {rows.flatMap((row) =>
        row
          ? [
              <div key={row[0]}>
                <dt>{row[0]}</dt>
                <dd>{row[1]}</dd>
              </div>,
            ]
          : [],
      )}
    </dl>
  )
}

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
  const known = kind === 'person' || kind === 'client' || kind === 'system' || kind === 'token'
  return (
    <>
      <span className="soft">{known ? t(`actorKind.${kind}`) : kind}</span> <DataText value={id} />
    </>
  )
}

/** The name of a resource by its id. */
export function ResourceName({ id }: { id: string }) {
  const { data } = useQuery(resourceQuery(id))
  return data ? <Localised text={data.name} /> : <bdi className="soft">{id}</bdi>
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
        <bdi>{text}</bdi>
      </pre>
    </section>
  )
}

export interface SearchField {
  readonly name: string
  readonly label: string
  readonly kind: 'words' | 'day' | 'choice'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** what an empty choice means */
  readonly blank?: string
  /** an example, shown where nothing is written */
  readonly example?: string
}

type Values = Readonly<Record<string, string | undefined>>

/** Several filters that go to the server together; what is written stands in the URL after Enter. */
export function SearchForm({
  fields,
  values,
  onSearch,
}: {
  fields: readonly SearchField[]
  values: Values
  onSearch(values: Values): void
}) {
  const { t } = useTranslation('audit')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const sent = new FormData(event.currentTarget)
    onSearch(
      Object.fromEntries(fields.map(({ name }) => [name, String(sent.get(name) ?? '').trim() || undefined])),
    )
  }
  const isSet = fields.some(({ name }) => values[name] !== undefined)
  // Written anew whenever the address changes, so that the fields always say what is shown.
  const shown = fields.map(({ name }) => values[name] ?? '').join('\u0000')
  return (
    <search>
      <form key={shown} className="search-form" onSubmit={submit}>
        {fields.map((field) => (
          <SearchInput key={field.name} field={field} value={values[field.name] ?? ''} />
        ))}
        <button type="submit">
          <Icon name="search" /> {t('ledger.search')}
        </button>
        {isSet && (
          <button type="button" className="plain-button" onClick={() => onSearch({})}>
            {t('ledger.clear')}
          </button>
        )}
      </form>
    </search>
  )
}

function SearchInput({ field, value }: { field: SearchField; value: string }) {
  const { t } = useTranslation('audit')
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <select id={id} name={field.name} defaultValue={value}>
          <option value="">{field.blank ?? t('ledger.all')}</option>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={field.name}
          type={field.kind === 'day' ? 'date' : 'text'}
          defaultValue={value}
          maxLength={200}
          placeholder={field.example}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </div>
  )
}
