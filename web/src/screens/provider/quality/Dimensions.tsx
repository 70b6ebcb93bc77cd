import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../api/types.ts'
import { Citation, CountText, Localised } from '../../../parts/index.ts'
import { Coded, NotEvaluated, shareText } from '../facts.tsx'
import { RowLinks } from './RowLinks.tsx'

type Indicator = Verdict['indicators'][number]
type Dimension = Verdict['dimensions'][number]

/** The six dimensions with their weight, each opening to its indicators with A and B. */
export function Dimensions({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('provider')
  return (
    <section className="card" aria-labelledby="dimensions">
      <div className="card-head">
        <h2 id="dimensions">{t('quality.dimensions')}</h2>
        <Citation rule="quality.dimensions" article="GB/T 36344" />
      </div>
      {verdict.dimensions.map((dimension) => (
        <DimensionRow
          key={dimension.key}
          dimension={dimension}
          verdict={verdict}
          indicators={verdict.indicators.filter((it) => it.dimension === dimension.key)}
        />
      ))}
    </section>
  )
}

interface RowProps {
  readonly verdict: Verdict
  readonly dimension: Dimension
  readonly indicators: readonly Indicator[]
}

function DimensionRow({ verdict, dimension, indicators }: RowProps) {
  const { t } = useTranslation('provider')
  const { score, weight, name, reason } = dimension
  const evaluated = indicators.filter(({ state }) => state === 'evaluated').length
  return (
    <details className="dimension">
      <summary>
        <span className="dimension-name">
          <Localised text={name} />
          <span className="soft"> {t('quality.weight', { weight })}</span>
        </span>
        <span className="dimension-score">{score === null ? <NotEvaluated /> : score.toFixed(2)}</span>
        <span className="bar" aria-hidden="true">
          {score !== null && <span style={{ inlineSize: `${score}%` }} />}
        </span>
        <span className="soft">{t('quality.evaluated', { a: evaluated, b: indicators.length })}</span>
      </summary>
      {score === null && reason && (
        <p className="soft">
          <Localised text={reason} />
        </p>
      )}
      <IndicatorTable verdict={verdict} name={name} indicators={indicators} />
    </details>
  )
}

interface TableProps {
  readonly verdict: Verdict
  readonly name: Dimension['name']
  readonly indicators: readonly Indicator[]
}

function IndicatorTable({ verdict, name, indicators }: TableProps) {
  const { t } = useTranslation('provider')
  return (
    <div className="list-scroll">
      <table>
        <caption className="only-read">
          <Localised text={name} />
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('quality.indicator')}</th>
            {['A', 'B', 'A / B'].map((head) => (
              <th key={head} scope="col" className="end">
                {head}
              </th>
            ))}
            <th scope="col">{t('quality.reads')}</th>
            <th scope="col">{t('quality.rowsBehind')}</th>
          </tr>
        </thead>
        <tbody>
          {indicators.map((indicator) => (
            <IndicatorRow key={indicator.code} verdict={verdict} indicator={indicator} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function IndicatorRow({ verdict, indicator }: { verdict: Verdict; indicator: Indicator }) {
  const { t } = useTranslation('provider')
  const { code, name, a, b, share, inverse, state, reason } = indicator
  const head = (
    <th scope="row">
      <Coded name={name} code={code} />
    </th>
  )
  if (state === 'notEvaluated' || share === null)
    return (
      <tr data-indicator={code}>
        {head}
        <td colSpan={5}>
          <NotEvaluated />
          {reason && (
            <span className="under">
              <Localised text={reason} />
            </span>
          )}
        </td>
      </tr>
    )
  return (
    <tr data-indicator={code}>
      {head}
      <td className="end">
        <CountText count={a} />
      </td>
      <td className="end">
        <CountText count={b} />
      </td>
      <td className="end">{shareText(share)}</td>
      <td className="soft">{t(inverse ? 'quality.lowIsGood' : 'quality.highIsGood')}</td>
      <td>
        <RowLinks verdict={verdict} indicator={indicator} />
      </td>
    </tr>
  )
}
