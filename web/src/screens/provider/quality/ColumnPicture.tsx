import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartWithTable, CountText, DataText, Facts } from '../../../parts/index.ts'
import type { Profile } from '../queries.ts'

type ColumnProfile = Profile['columns'][number]

/** One column in full: what it reads as, its commonest values and shapes, its distribution. */
export function ColumnPicture({ profile }: { profile: ColumnProfile }) {
  const { t } = useTranslation('provider')
  const { column, personal, mean, readsAs, present, top, shapes, histogram } = profile
  const reads = (['integer', 'decimal', 'date', 'timestamp', 'boolean'] as const).filter(
    (it) => readsAs[it] > 0,
  )
  return (
    <section className="card" aria-labelledby="column">
      <div className="card-head">
        <h2 id="column">
          <DataText value={column} />
        </h2>
        {personal && <span className="soft">{t('profile.personal')}</span>}
      </div>
      <Facts
        rows={[
          [
            t('profile.readsAs'),
            reads.length === 0
              ? t('profile.text')
              : reads.map((it) => (
                  <span key={it} className="reads">
                    {t(`profile.${it}`)} <CountText count={readsAs[it]} /> / <CountText count={present} />
                  </span>
                )),
          ],
          mean !== null && [t('profile.mean'), String(Math.round(mean * 100) / 100)],
        ]}
      />
      <div className="pictures">
        {histogram && <Distribution histogram={histogram} />}
        <Counted
          title={t('profile.top')}
          head={t('profile.value')}
          rows={top.map(({ value, count }) => ({ text: value, count }))}
        />
        <Counted
          title={t('profile.shapes')}
          head={t('profile.shape')}
          rows={shapes.map(({ shape, count }) => ({ text: shape, count }))}
          note={t('profile.shapesNote')}
        />
      </div>
    </section>
  )
}

function Distribution({ histogram }: { histogram: NonNullable<ColumnProfile['histogram']> }) {
  const { t } = useTranslation('provider')
  const { names, series } = useMemo(
    () => ({
      names: histogram.bins.map(({ from, to }) => `${from} – ${to}`),
      series: [{ name: t('reads.rows'), values: histogram.bins.map(({ count }) => count) }],
    }),
    [histogram, t],
  )
  return <ChartWithTable title={t('profile.histogram')} kind="bar" names={names} series={series} />
}

interface CountedProps {
  readonly title: string
  readonly head: string
  readonly note?: string
  readonly rows: readonly { readonly text: string | null; readonly count: number }[]
}

function Counted({ title, head, note, rows }: CountedProps) {
  const { t } = useTranslation('provider')
  const most = Math.max(1, ...rows.map(({ count }) => count))
  if (rows.length === 0) return null
  return (
    <div>
      <h3>{title}</h3>
      {note && <p className="soft">{note}</p>}
      <table className="small-table counted">
        <caption className="only-read">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="end">
              {t('reads.rows')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ text, count }) => (
            <tr key={text ?? ''}>
              <th scope="row">
                <DataText value={text} limit={60} />
              </th>
              <td className="end">
                <CountText count={count} />
              </td>
              <td className="bar-cell" aria-hidden="true">
                <span className="bar">
                  <span style={{ inlineSize: `${(count / most) * 100}%` }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
