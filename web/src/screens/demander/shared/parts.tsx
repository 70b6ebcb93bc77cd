import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTerms } from '../../../parts/index.ts'
import './demander.css'

/** Modes in words. */
export function Modes({ modes }: { modes: readonly string[] }) {
  const { t } = useTranslation('terms')
  const term = useTerms()
  return <>{modes.map((mode) => term('mode', mode)).join(t('rule.join'))}</>
}

/** How a value is hidden, in words; `null` shows it as it is. */
export function MaskText({ mask }: { mask: string | null }) {
  const term = useTerms()
  return mask === null ? <span className="soft">{term('mask', 'clear')}</span> : term('mask', mask)
}

/** A value that stands out by its words and a frame, not by colour alone. */
export function Badge({
  children,
  tone = 'plain',
}: {
  children: ReactNode
  tone?: 'plain' | 'well' | 'soon' | 'late'
}) {
  return <span className={`demand-badge demand-badge-${tone}`}>{children}</span>
}
