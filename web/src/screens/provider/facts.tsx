import { useTranslation } from 'react-i18next'
import { Localised } from '../../parts/index.ts'

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
