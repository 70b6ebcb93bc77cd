import { useTranslation } from 'react-i18next'
import type { Clock } from '../api/types.ts'
import { Icon, type IconName } from './icons.tsx'
import { Localised, useLanguage, writeDay } from './text.tsx'

export type Urgency = 'late' | 'soon' | 'calm' | 'paused' | 'ended'

/** Fewer working days than this are shown as pressing; a matter of display, not of law. */
const soonDays = 3

/** How pressing a clock is; `ended` when the matter is closed and its clock no longer runs. */
export function urgencyOf(clock: Clock, ended: boolean): Urgency {
  if (ended) return 'ended'
  if (clock.overdue || (clock.daysLeft !== null && clock.daysLeft < 0)) return 'late'
  if (clock.paused) return 'paused'
  return clock.daysLeft !== null && clock.daysLeft < soonDays ? 'soon' : 'calm'
}

const marks: Readonly<Record<Urgency, IconName>> = {
  late: 'warn',
  soon: 'clock',
  calm: 'clock',
  paused: 'pause',
  ended: 'done',
}

interface Props {
  clock: Clock | null
  ended?: boolean
  /** `row`: one line and the article; `full`: with extension, provisional and evidence explained */
  size?: 'row' | 'full'
}

/**
 * The statutory clock (法定期限), the same everywhere: days left, last day, the article in the reader's
 * language, pause, extension, provisional and evidence marks. Words and a mark; the colour only repeats them.
 */
export function StatutoryClock({ clock, ended = false, size = 'row' }: Props) {
  const { t } = useTranslation('parts')
  const language = useLanguage()
  if (!clock) return <span className="soft">{t('clock.none')}</span>
  const urgency = urgencyOf(clock, ended)
  return (
    <span className={`clock clock-${urgency} clock-${size}`}>
      <span className="clock-head">
        <Icon name={marks[urgency]} />
        <strong>
          <TimeLeft clock={clock} urgency={urgency} />
        </strong>
        {clock.dueOn !== null && !ended && (
          <span className="clock-due">
            <time dateTime={clock.dueOn}>{t('clock.due', { day: writeDay(clock.dueOn, language) })}</time>
          </span>
        )}
        {clock.provisional && !ended && (
          <Mark text={t('clock.provisional')} why={t('clock.provisionalWhy')} />
        )}
        {clock.evidence === 'secondary' && <Mark text={t('clock.secondary')} why={t('clock.secondaryWhy')} />}
        {clock.evidence === 'unverified' && (
          <Mark text={t('clock.unverified')} why={t('clock.unverifiedWhy')} />
        )}
      </span>
      <span className="clock-basis">
        <Localised text={clock.citation} />
        {clock.extendedBy > 0 && <> · {t('clock.extended', { count: clock.extendedBy })}</>}
      </span>
      {size === 'full' && clock.provisional && !ended && (
        <span className="clock-basis">{t('clock.provisionalWhy')}</span>
      )}
      {size === 'full' && (
        <span className="clock-basis">
          <code>
            {clock.rule} · {clock.pack} {clock.packVersion}
          </code>
        </span>
      )}
    </span>
  )
}

function TimeLeft({ clock, urgency }: { clock: Clock; urgency: Urgency }) {
  const { t } = useTranslation('parts')
  const { daysLeft } = clock
  if (urgency === 'ended') return t('clock.ended')
  if (urgency === 'late')
    return daysLeft !== null && daysLeft < 0 ? t('clock.overdue', { count: -daysLeft }) : t('clock.late')
  if (urgency === 'paused') {
    return daysLeft === null
      ? t('clock.paused')
      : `${t('clock.paused')} · ${t('clock.inHand', { count: daysLeft })}`
  }
  if (daysLeft === null) return null
  return daysLeft === 0 ? t('clock.today') : t('clock.daysLeft', { count: daysLeft })
}

function Mark({ text, why }: { text: string; why: string }) {
  return (
    <span className="clock-mark" title={why}>
      {text}
    </span>
  )
}
