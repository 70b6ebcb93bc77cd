import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../../api/client.ts'
import { CountText, Icon, Localised, OrgName, ProblemNotice, Scrolled } from '../../parts/index.ts'
import { type ScoreLine, scorecardQuery, todayQuery } from './queries.ts'

const route = getRouteApi('/console/decide/territory')

/** How each department of the territory kept its statutory terms (第二十九条、第三十八条). */
export function Scorecard() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const name = useId()
  const { data: today } = useQuery(todayQuery)
  const to = search.to ?? today
  const from = search.from ?? (to && `${to.slice(0, 4)}-01-01`)
  const found = useQuery({ ...scorecardQuery(from ?? '', to ?? ''), enabled: Boolean(from && to) })
  const put = (days: { from?: string; to?: string }) => navigate({ search: given({ ...search, ...days }) })
  return (
    <section className="card" aria-labelledby={name}>
      <div className="card-head">
        <h2 id={name}>{t('territory.scorecard')}</h2>
        <span className="soft">
          {found.data?.citations.map((cite, at) => (
            <span key={cite.en}>
              {at > 0 && ' · '}
              <Localised text={cite} />
            </span>
          ))}
        </span>
      </div>
      <p className="button-row decide-decision-days no-print">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="decide-stacked">
            {t(`territory.${end}`)}
            <input
              type="date"
              value={(end === 'from' ? from : to) ?? ''}
              max={today}
              onChange={(event) => event.target.value && put({ [end]: event.target.value })}
            />
          </label>
        ))}
      </p>
      <ProblemNotice error={found.error} />
      {found.data && <Scores lines={found.data.items} />}
    </section>
  )
}

function Scores({ lines }: { lines: readonly ScoreLine[] }) {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  if (lines.length === 0) return <p>{t('territory.noScores')}</p>
  return (
    <Scrolled label={`${t('territory.scorecard')} · ${t('form.table')}`}>
      <table className="decide-dense">
        <caption className="only-read">{t('territory.scorecard')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('territory.handler')}</th>
            <th scope="col">{t('territory.term')}</th>
            <th scope="col" className="end">
              {t('territory.overdue')}
            </th>
            <th scope="col" className="end">
              {t('territory.running')}
            </th>
            <th scope="col" className="end">
              {t('territory.opened')}
            </th>
            <th scope="col" className="end">
              {t('territory.inTime')}
            </th>
            <th scope="col" className="end">
              {t('territory.endedLate')}
            </th>
            <th scope="col" className="end">
              {t('territory.median')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.handler} ${line.kind} ${line.rule} ${line.article}`}>
              <th scope="row">
                <Link
                  to="/decide/territory"
                  search={given({ ...search, after: undefined, page: undefined, handler: line.handler })}
                >
                  <OrgName id={line.handler} />
                </Link>
              </th>
              <td>
                <Localised text={line.kindTitle} />
                <span className="under">
                  <Localised text={line.citation} />
                </span>
              </td>
              <td className="end">
                {line.overdueNow > 0 && <Icon name="warn" />} <CountText count={line.overdueNow} />
              </td>
              <td className="end">
                <CountText count={line.running} />
              </td>
              <td className="end">
                <CountText count={line.opened} />
              </td>
              <td className="end">
                <CountText count={line.endedInTime} />
              </td>
              <td className="end">
                <CountText count={line.endedLate} />
              </td>
              <td className="end">
                {line.medianDaysUsed === null ? '—' : <CountText count={line.medianDaysUsed} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
