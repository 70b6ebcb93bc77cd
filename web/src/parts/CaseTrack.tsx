import { useTranslation } from 'react-i18next'
import type { Case } from '../api/types.ts'
import { useCaseWords } from './case-words.ts'
import { Icon } from './icons.tsx'
import { PersonText } from './names.tsx'
import { StatutoryClock } from './StatutoryClock.tsx'
import { DataText, InstantText, OrgName, useLanguage, writeSpan } from './text.tsx'

/** A matter like a parcel: who has it, since when, until when, by which article; and who did what before. */
export function CaseTrack({ item }: { item: Case }) {
  const { t } = useTranslation('parts')
  const language = useLanguage()
  const words = useCaseWords()
  const steps = [...item.history].reverse()
  const lastAt = steps[0]?.at ?? item.openedAt
  return (
    <section className="track" aria-label={t('track.title')}>
      <ol>
        {!item.endedAt && (
          <li className="track-now" aria-current="step">
            <Icon name="dot" />
            <div>
              <p>
                <strong>{words.state(item)}</strong> · <With org={holderOf(item)} />
              </p>
              <p className="soft">
                {t('track.since')} <InstantText at={lastAt} />
              </p>
              <StatutoryClock clock={item.clock} size="full" />
            </div>
          </li>
        )}
        {steps.map((step, at) => (
          <li key={step.entry}>
            <Icon name={at === 0 && item.endedAt ? 'done' : 'dot'} />
            <div>
              <p>
                <strong>{words.move(item.kind, step.move)}</strong> ·{' '}
                {step.party ? (
                  <>
                    <OrgName id={step.party} /> <PersonText id={step.by} />
                  </>
                ) : (
                  t('track.system')
                )}
              </p>
              {step.reason && (
                <p className="track-reason">
                  <DataText value={step.reason} limit={400} />
                </p>
              )}
              <p className="soft">
                <InstantText at={step.at} /> ·{' '}
                {t('track.held', { span: writeSpan(steps[at + 1]?.at ?? item.openedAt, step.at, language) })}{' '}
                · {t('track.entry')} <code>{step.entry}</code>
              </p>
            </div>
          </li>
        ))}
        <li>
          <Icon name="inbox" />
          <div>
            <p>
              <strong>{t('track.opened')}</strong> · <OrgName id={item.opener} />
            </p>
            <p className="soft">
              <InstantText at={item.openedAt} />
            </p>
          </div>
        </li>
      </ol>
    </section>
  )
}

/** While the clock is paused the ball is with the opener. */
function holderOf(item: Case): string {
  return item.clock?.paused ? item.opener : item.handler
}

function With({ org }: { org: string }) {
  const { t } = useTranslation('parts')
  const [before = '', after = ''] = t('track.with', { org: '\u0000' }).split('\u0000')
  return (
    <>
      {before}
      <OrgName id={org} />
      {after}
    </>
  )
}
