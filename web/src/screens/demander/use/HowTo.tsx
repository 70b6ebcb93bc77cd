import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../parts/index.ts'
import { type Reading, writeCurl, writePandas, writeSpark, writeToken } from './how-to.ts'

/** How these very data are read with the tools at hand; what the agreement does not allow is said. */
export function HowTo({ reading }: { reading: Reading }) {
  const { t } = useTranslation('demander')
  const byApi = reading.modes.includes('api')
  const byDelta = reading.modes.includes('delta')
  const csvSteps = ['one', 'two', 'three', 'four'] as const
  return (
    <>
      <Way title={t('howto.curl')} refusal={byApi ? undefined : t('howto.needsApi')}>
        <p>
          {t('howto.token')}: {t(byDelta ? 'howto.tokenProfile' : 'howto.tokenSession')}
        </p>
        <Code text={writeToken(reading)} />
        <p>{t('howto.curlNote')}</p>
        <Code text={writeCurl(reading)} />
      </Way>
      <Way title={t('howto.pandas')} refusal={byDelta ? undefined : t('howto.needsDelta')}>
        <p>{t('howto.pandasNote')}</p>
        <Code text={writePandas(reading)} />
      </Way>
      <Way title={t('howto.spark')} refusal={byDelta ? undefined : t('howto.needsDelta')}>
        <p>{t('howto.sparkNote')}</p>
        <Code text={writeSpark(reading)} />
      </Way>
      <Way title={t('howto.excel')}>
        <ol>
          {csvSteps.map((step) => (
            <li key={step}>{t(`howto.excelSteps.${step}`)}</li>
          ))}
        </ol>
        <p className="soft">{t('howto.excelNote')}</p>
      </Way>
    </>
  )
}

function Way({
  title,
  refusal,
  children,
}: {
  title: string
  refusal?: string | undefined
  children: ReactNode
}) {
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
      </div>
      {refusal === undefined ? children : <p className="soft">{refusal}</p>}
    </section>
  )
}

function Code({ text }: { text: string }) {
  return (
    <div className="demand-code-block">
      <CopyButton text={text} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
