import { useTranslation } from 'react-i18next'
import type { Clock } from '../api/types.ts'
import { Icon, type IconName } from './icons.tsx'
import { Localised, useLanguage, writeDay, writeInstant } from './text.tsx'

type Urgency = 'late' | 'soon' | 'calm' | 'paused' | 'ended'

/** Less than this is shown as pressing; a matter of display, not of law. */
const soonDays = 3
const soonHours = 8

/** How pressing a clock is; `ended` when the matter is closed and its clock no longer runs. */
export function urgencyOf(clock: Clock, ended: boolean): Urgency {
  if (ended) return 'ended'
  const [left, soon] = isInHours(clock) ? [clock.hoursLeft, soonHours] : [clock.daysLeft, soonDays]
  if (clock.overdue || (left !== null && left < 0)) return 'late'
  if (clock.paused) return 'paused'
  return left !== null && left < soon ? 'soon' : 'calm'
}

/** Terms of working hours (`wh`) and of hours without a break (`h`) end at an instant, not with a day. */
function isInHours({ unit }: Clock): boolean {
  return unit === 'wh' || unit === 'h'
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
 * The statutory clock (法定期限), the same everywhere: days or hours left, last day or instant, the article in the reader's
 * language, pause, extension, provisional and evidence marks. Words and a mark; the colour only repeats them.
 */
export function StatutoryClock({ clock, ended = false, size = 'row' }: Props) {
  const { t } = useTranslation('parts')
  if (!clock) return <span className="soft">{t('clock.none')}</span>
  const urgency = urgencyOf(clock, ended)
  return (
    <span className={`clock clock-${urgency} clock-${size}`}>
      <span className="clock-head">
        <Icon name={marks[urgency]} />
        <strong>
          <TimeLeft clock={clock} urgency={urgency} />
        </strong>
        {!ended && <Due clock={clock} />}
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
        {clock.extendedBy > 0 && (
          <>
            {' '}
            · {t(isInHours(clock) ? 'clock.extendedHours' : 'clock.extended', { count: clock.extendedBy })}
          </>
        )}
      </span>
      {size === 'full' && clock.receipt && <Receipt receipt={clock.receipt} startedOn={clock.startedOn} />}
      {size === 'full' && clock.provisional && !ended && (
        <span className="clock-basis">{t('clock.provisionalWhy')}</span>
      )}
      {size === 'full' && (clock.evidence === 'secondary' || clock.evidence === 'unverified') && (
        <span className="clock-basis">{t(`clock.${clock.evidence}Why`)}</span>
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

/** The last day, or for a term in hours the instant. */
function Due({ clock: { dueOn, dueAt } }: { clock: Clock }) {
  const { t } = useTranslation('parts')
  const language = useLanguage()
  const at = dueAt ?? dueOn
  if (at === null) return null
  const day = dueAt === null ? writeDay(at, language) : writeInstant(at, language)
  return (
    <span className="clock-due">
      <time dateTime={at}>{t('clock.due', { day })}</time>
    </span>
  )
}

/** What came in on a rest day counts as received on another: both days, and by which rule. */
function Receipt({
  receipt,
  startedOn,
}: {
  receipt: NonNullable<Clock['receipt']>
  startedOn: string | null
}) {
  const { t } = useTranslation('parts')
  const language = useLanguage()
  const day = writeDay(receipt.receivedOn, language)
  return (
    <span className="clock-basis">
      {startedOn === null
        ? t('clock.received', { day })
        : t('clock.receivedAs', { day, counted: writeDay(startedOn, language) })}{' '}
      · <Localised text={receipt.citation} />
    </span>
  )
}

function TimeLeft({ clock, urgency }: { clock: Clock; urgency: Urgency }) {
  const { t } = useTranslation('parts')
  const words = wordsOf(clock)
  const left = isInHours(clock) ? clock.hoursLeft : clock.daysLeft
  if (urgency === 'ended') return t('clock.ended')
  if (urgency === 'late')
    return left !== null && left < 0 ? t(`clock.${words.overdue}`, { count: -left }) : t('clock.late')
  if (urgency === 'paused')
    return left === null
      ? t('clock.paused')
      : `${t('clock.paused')} · ${t(`clock.${words.inHand}`, { count: left })}`
  if (left === null) return null
  return left === 0 && !isInHours(clock) ? t('clock.today') : t(`clock.${words.left}`, { count: left })
}

/** Working hours stand still outside office hours, hours of the clock never: the words say which. */
function wordsOf({ unit }: Clock) {
  if (unit === 'wh')
    return { left: 'workingHoursLeft', overdue: 'workingHoursOverdue', inHand: 'workingHoursInHand' } as const
  if (unit === 'h') return { left: 'hoursLeft', overdue: 'hoursOverdue', inHand: 'hoursInHand' } as const
  return { left: 'daysLeft', overdue: 'overdue', inHand: 'inHand' } as const
}

function Mark({ text, why }: { text: string; why: string }) {
  return (
    <span className="clock-mark" title={why}>
      {text}
    </span>
  )
}
