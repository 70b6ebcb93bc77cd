import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { resourceQuery } from '../../../api/queries.ts'
import { Localised, useLanguage } from '../../../parts/text.tsx'
import { tagOf } from '../../../texts/language.ts'
import { useTerms } from './words.ts'
import './demander.css'

/** The name of a resource by its id. */
export function ResourceName({ id }: { id: string }) {
  const { data: resource } = useQuery(resourceQuery(id))
  return resource ? <Localised text={resource.name} /> : <code>{id}</code>
}

/** Titles of a resource's items by their names; a name unknown keeps itself. */
export function useItemTitles(resource: string): (field: string) => string {
  const language = useLanguage()
  const { data } = useQuery(resourceQuery(resource))
  return (field) => {
    const title = data?.items.find(({ name }) => name === field)?.title
    return title ? title[language] || title.zh : field
  }
}

/** Names of terms and what they are, as the pairs they are. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>
}

export function Fact({
  name,
  children,
  wide = false,
}: {
  name: string
  children: ReactNode
  wide?: boolean
}) {
  return (
    <div className={wide ? 'fact fact-wide' : 'fact'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A day with its year, as a document states it. */
export function FullDay({ day }: { day: string }) {
  const format = useFullFormat('UTC', false)
  return <time dateTime={day}>{format(new Date(`${day}T00:00:00Z`))}</time>
}

/** An instant with its year, on the clock of Asia/Shanghai. */
export function FullInstant({ at }: { at: string }) {
  const format = useFullFormat('Asia/Shanghai', true)
  return <time dateTime={at}>{format(new Date(at))}</time>
}

function useFullFormat(timeZone: string, withTime: boolean): (date: Date) => string {
  const language = useLanguage()
  const style: Intl.DateTimeFormatOptions = withTime
    ? { timeZone, dateStyle: 'long', timeStyle: 'medium' }
    : { timeZone, dateStyle: 'long' }
  return (date) => new Intl.DateTimeFormat(tagOf[language], style).format(date)
}

/** Modes in words. */
export function Modes({ modes }: { modes: readonly string[] }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  return <>{modes.map((mode) => term('mode', mode)).join(t('rule.join'))}</>
}

/** How a value is hidden, in words; `null` shows it as it is. */
export function MaskText({ mask }: { mask: string | null }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  return mask === null ? <span className="soft">{t('unmasked')}</span> : term('mask', mask)
}

/** A value that stands out by its words and a frame, not by colour alone. */
export function Badge({
  children,
  tone = 'plain',
}: {
  children: ReactNode
  tone?: 'plain' | 'well' | 'soon' | 'late'
}) {
  return <span className={`badge badge-${tone}`}>{children}</span>
}

/** A table that is whole on the page, scrolling sideways inside itself where it must. */
export function PlainTable({
  caption,
  heads,
  children,
}: {
  caption: string
  heads: readonly string[]
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll, and this groups no fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <div className="list-scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
