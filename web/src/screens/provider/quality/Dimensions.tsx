import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../api/types.ts'
import { CountText, Localised } from '../../../parts/index.ts'
import { Citation, Coded, NotEvaluated, shareText } from '../facts.tsx'

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
          indicators={verdict.indicators.filter((it) => it.dimension === dimension.key)}
        />
      ))}
    </section>
  )
}

function DimensionRow({ dimension, indicators }: { dimension: Dimension; indicators: readonly Indicator[] }) {
  const { t } = useTranslation('provider')
  const { name, score, weight } = dimension
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
      <IndicatorTable name={name} indicators={indicators} />
    </details>
  )
}

function IndicatorTable({ name, indicators }: { name: Dimension['name']; indicators: readonly Indicator[] }) {
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
            <th scope="col" className="end">
              A
            </th>
            <th scope="col" className="end">
              B
            </th>
            <th scope="col" className="end">
              A / B
            </th>
            <th scope="col">{t('quality.reads')}</th>
          </tr>
        </thead>
        <tbody>
          {indicators.map(({ code, name: title, a, b, share, inverse, state }) => (
            <tr key={code}>
              <th scope="row">
                <Coded name={title} code={code} />
              </th>
              {state === 'notEvaluated' || share === null ? (
                <td colSpan={3} className="end">
                  <NotEvaluated />
                </td>
              ) : (
                <>
                  <td className="end">
                    <CountText count={a} />
                  </td>
                  <td className="end">
                    <CountText count={b} />
                  </td>
                  <td className="end">{shareText(share)}</td>
                </>
              )}
              <td className="soft">{t(inverse ? 'quality.lowIsGood' : 'quality.highIsGood')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
