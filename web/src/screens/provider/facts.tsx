import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName, Localised } from '../../parts/index.ts'
import { rulesQuery } from './queries.ts'

/** Names and values beside each other; what has no value is left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode] | undefined | false)[] }) {
  return (
    <dl className="facts">
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

const marks: Readonly<Record<'done' | 'now' | 'wait' | 'bad', IconName>> = {
  done: 'done',
  now: 'clock',
  wait: 'dot',
  bad: 'warn',
}

/** A state in words with its mark. */
export function StateMark({ as, children }: { as: keyof typeof marks; children: ReactNode }) {
  return (
    <span className={`state state-${as}`}>
      <Icon name={marks[as]} /> {children}
    </span>
  )
}

/** The article behind a rule, as the rule pack in force cites it; a basis not read in the original is marked. */
export function Citation({ rule, article }: { rule: string; article: string }) {
  const { t } = useTranslation('provider')
  const { data: rules } = useQuery(rulesQuery)
  const known = rules?.get(rule)
  return (
    <span className="citation">
      {known ? <Localised text={known.cite} /> : <bdi>{article}</bdi>} <code>{rule}</code>
      {known && known.evidence !== 'text' && (
        <>
          {' '}
          <span className="clock-mark">
            {t(`evidence.${known.evidence === 'secondary' ? 'secondary' : 'unverified'}`)}
          </span>
        </>
      )}
    </span>
  )
}

const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in the unit a person would use; powers of 1000. */
export function SizeText({ bytes }: { bytes: number }) {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return (
    <>
      {value.toFixed(power === 0 || value >= 100 ? 0 : 1)} {units[power]}
    </>
  )
}

/** A share as a percentage that never rounds a fault away. */
export function shareText(share: number): string {
  const percent = share * 100
  const text = percent.toFixed(percent > 99 || percent < 1 ? 2 : 1)
  if (share < 1 && Number(text) === 100) return '> 99.99 %'
  if (share > 0 && Number(text) === 0) return '< 0.01 %'
  return `${Number(text)} %`
}

/** A value told as absent. */
export function NotEvaluated() {
  const { t } = useTranslation('provider')
  return <span className="absent">{t('quality.notEvaluated')}</span>
}

/** A bilingual name with its code. */
export function Coded({ name, code }: { name: { zh: string; en: string }; code: string }) {
  return (
    <>
      <Localised text={name} /> <code className="soft">{code}</code>
    </>
  )
}
