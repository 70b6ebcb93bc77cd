import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { orgQuery, resourceQuery } from '../api/queries.ts'
import { type Bilingual, type Language, tagOf } from '../texts/language.ts'
import { showControls } from './show-controls.ts'
import { writeSize } from './size.ts'

const LanguageContext = createContext<Language>('zh')

/** Tells the language to all below: a table asks for it once a cell, and a subscription each would make it slow. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  return <LanguageContext value={i18n.language === 'en' ? 'en' : 'zh'}>{children}</LanguageContext>
}

/** The language the reader has chosen. */
export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** A text the server gives in both languages; marked with `lang` where only the other one is there. */
export function Localised({ text }: { text: Bilingual | null | undefined }) {
  const language = useLanguage()
  if (!text) return null
  const other: Language = language === 'zh' ? 'en' : 'zh'
  const shown = text[language] ? language : other
  return <bdi lang={shown === language ? undefined : tagOf[other]}>{showControls(text[shown])}</bdi>
}

/**
 * Text that came from data or people: shown as text, its direction isolated so that RTL marks cannot turn
 * what stands around it, invisible control characters made visible, long values clipped with the rest on demand.
 */
export function DataText({
  value,
  limit = 200,
}: {
  value: string | number | boolean | null | undefined
  limit?: number
}) {
  if (value === null || value === undefined) return <Absent />
  const whole = String(value)
  return whole.length <= limit ? (
    <bdi>{showControls(whole)}</bdi>
  ) : (
    <ClippedText whole={whole} limit={limit} />
  )
}

function Absent() {
  const { t } = useTranslation('parts')
  return <span className="absent">{t('cell.absent')}</span>
}

function ClippedText({ whole, limit }: { whole: string; limit: number }) {
  const { t } = useTranslation('parts')
  const [open, setOpen] = useState(false)
  return (
    <>
      <bdi className={open ? 'cell-whole' : undefined}>
        {showControls(open ? whole.slice(0, wholeLimit) : `${whole.slice(0, limit)}…`)}
      </bdi>{' '}
      <button type="button" className="plain-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'cell.less' : 'cell.more')} ({whole.length.toLocaleString()})
      </button>
    </>
  )
}

/** A browser lays out this much text at once without stalling. */
const wholeLimit = 100_000

/** The name of an organisation by its id. */
export function OrgName({ id }: { id: string | null | undefined }) {
  const { t } = useTranslation('parts')
  const { data: org } = useQuery({ ...orgQuery(id ?? ''), enabled: Boolean(id) })
  if (!id) return <>{t('unknownOrg')}</>
  return org ? <Localised text={org.name} /> : <bdi className="soft">{id}</bdi>
}

/** The name of a resource by its id. */
export function ResourceName({ id }: { id: string }) {
  const { data: resource } = useQuery(resourceQuery(id))
  return resource ? <Localised text={resource.name} /> : <code className="soft">{id}</code>
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

/** A day of the calendar (Asia/Shanghai), written in the reader's way. */
export function DayText({ day }: { day: string }) {
  const language = useLanguage()
  return <time dateTime={day}>{writeDay(day, language)}</time>
}

/** An instant on the clock of Asia/Shanghai. */
export function InstantText({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const language = useLanguage()
  return <time dateTime={at}>{writeInstant(at, language, seconds)}</time>
}

/** A day with its year, as a document states it. */
export function FullDay({ day }: { day: string }) {
  const written = dateFormat(useLanguage(), { timeZone: 'UTC', dateStyle: 'long' })
  return <time dateTime={day}>{written.format(new Date(`${day}T00:00:00Z`))}</time>
}

/** An instant with its year, on the clock of Asia/Shanghai. */
export function FullInstant({ at }: { at: string }) {
  const written = dateFormat(useLanguage(), { timeZone: zone, dateStyle: 'long', timeStyle: 'medium' })
  return <time dateTime={at}>{written.format(new Date(at))}</time>
}

/** A size in the largest unit that fits; powers of 1000. */
export function SizeText({ bytes }: { bytes: number }) {
  const language = useLanguage()
  return <>{writeSize(bytes, language)}</>
}

/** A count in the reader's grouping. */
export function CountText({ count }: { count: number }) {
  return <>{countFormats[useLanguage()].format(count)}</>
}

const countFormats = { zh: new Intl.NumberFormat(tagOf.zh), en: new Intl.NumberFormat(tagOf.en) }
const zone = 'Asia/Shanghai'
const yearOf = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' })
const dateFormats = new Map<string, Intl.DateTimeFormat>()

/** Kept, because making a format takes longer than a whole row of a table. */
function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(tagOf[language], options)
  dateFormats.set(key, format)
  return format
}

export function writeDay(day: string, language: Language): string {
  return dateFormat(language, {
    timeZone: 'UTC',
    ...(!day.startsWith(yearOf.format(new Date())) && { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** Today on the calendar of Asia/Shanghai, in full. */
export function writeToday(language: Language): string {
  return dateFormat(language, { timeZone: zone, dateStyle: 'full' }).format(new Date())
}

export function writeInstant(at: string, language: Language, seconds = false): string {
  const date = new Date(at)
  return dateFormat(language, {
    timeZone: zone,
    ...(yearOf.format(date) !== yearOf.format(new Date()) && { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
    hourCycle: 'h23',
  }).format(date)
}

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/** How long something took, in the largest unit that fits. */
export function writeSpan(fromAt: string, untilAt: string, language: Language): string {
  const seconds = Math.max(0, Math.round((Date.parse(untilAt) - Date.parse(fromAt)) / 1000))
  const [lengthSeconds = 1, unit = 'second'] = units.find(([length]) => seconds >= 2 * length) ?? []
  const value = Math.round(seconds / lengthSeconds)
  return new Intl.NumberFormat(tagOf[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

/** The keys that do it. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>
}
