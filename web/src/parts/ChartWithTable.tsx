import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { palettes } from '../theme.ts'
import { CountText } from './text.tsx'

interface Props {
  readonly title: string
  readonly kind: 'bar' | 'line'
  /** names along the axis */
  readonly names: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
}

/** A chart and, one key away, the table of its numbers; the drawing engine is read only when a chart is shown. */
export function ChartWithTable({ title, kind, names, series }: Props) {
  const { t } = useTranslation('parts')
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong>
        <button type="button" className="plain-button no-print" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.asChart' : 'chart.asTable')}
        </button>
      </figcaption>
      {!asTable && <Drawing title={title} kind={kind} names={names} series={series} />}
      <table className={asTable ? 'small-table' : 'only-read'}>
        <caption className="only-read">{title}</caption>
        <thead>
          <tr>
            <td />
            {series.map(({ name }) => (
              <th key={name} scope="col" className="end">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {series.map((line) => {
                const value = line.values[at]
                return (
                  <td key={line.name} className="end">
                    {value === null || value === undefined ? '—' : <CountText count={value} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

function Drawing({ kind, names, series }: Props) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let gone = false
    let clear: () => void = () => undefined
    void import('./echarts.ts').then(({ drawChart }) => {
      if (gone || !place.current) return
      const mode = document.documentElement.dataset.mode === 'dark' ? 'dark' : 'light'
      clear = drawChart(place.current, { kind, names, series, palette: palettes[mode] })
    })
    return () => {
      gone = true
      clear()
    }
  }, [kind, names, series])
  // The table beside it says the same in words.
  return <div ref={place} className="chart-place" aria-hidden="true" />
}
