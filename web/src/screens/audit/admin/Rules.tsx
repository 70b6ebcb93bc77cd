import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { given } from '../../../api/client.ts'
import {
  DataText,
  DayText,
  FilterBar,
  Icon,
  Localised,
  PlainTable,
  useLanguage,
  writeDay,
} from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import '../audit.css'
import { healthQuery, type Pack, packsQuery } from '../queries.ts'

const route = getRouteApi('/console/admin/rules')
const marks = ['text', 'secondary', 'unverified'] as const

/** The rules in force with their articles and how well each is attested, and how far the calendar is known. */
export function Rules() {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const { data } = useSuspenseQuery(packsQuery)
  const { data: health } = useQuery(healthQuery)
  const { evidence } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page audit">
      <PageHead title={t('rules.title')}>{t('rules.note')}</PageHead>
      <section className="card">
        <h2>{t('rules.calendar')}</h2>
        <p>
          <Icon name="clock" /> {t('rules.known', { day: writeDay(data.calendarKnownUntil, language) })}
        </p>
        {health && (
          <p className="soft">
            {t('rules.today')} <DayText day={health.today} />
          </p>
        )}
      </section>
      <FilterBar
        values={{ evidence }}
        onChange={(values) => navigate({ search: given(values) as { evidence?: (typeof marks)[number] } })}
        filters={[
          {
            kind: 'choice',
            name: 'evidence',
            label: t('rules.marks'),
            options: marks.map((value) => ({ value, label: t(`rules.evidences.${value}`) })),
          },
        ]}
      />
      {data.items.map((pack) => (
        <PackCard key={pack.id} pack={pack} evidence={evidence} />
      ))}
    </div>
  )
}

function PackCard({ pack, evidence }: { pack: Pack; evidence: string | undefined }) {
  const language = useLanguage()
  const { t } = useTranslation('admin')
  const rules = pack.rules.filter((rule) => evidence === undefined || rule.evidence === evidence)
  if (rules.length === 0) return null
  return (
    <section className="card">
      <div className="card-head">
        <h2>
          <Localised text={pack.title} />
        </h2>
        <span className="soft">
          {statusWord(t, pack.status)} · {t('rules.version')} {pack.version} ·{' '}
          {t('rules.count', { count: rules.length })} · <code>{pack.id}</code>
        </span>
      </div>
      <p className="soft" lang="en">
        <DataText value={pack.source} limit={300} />
      </p>
      <PlainTable
        caption={pack.title[language]}
        heads={[
          t('rules.rule'),
          t('rules.article'),
          t('rules.evidence'),
          t('rules.kind'),
          t('rules.silence'),
          t('rules.from'),
        ]}
      >
        {rules.map((rule) => (
          <RuleRow key={`${rule.id} ${rule.effectiveFrom}`} rule={rule} />
        ))}
      </PlainTable>
    </section>
  )
}

function RuleRow({ rule }: { rule: Pack['rules'][number] }) {
  const { t } = useTranslation('admin')
  const mark = marks.find((one) => one === rule.evidence)
  const kind = (['duty', 'gate', 'term'] as const).find((one) => one === rule.kind)
  const silence = (['none', 'breach'] as const).find((one) => one === rule.silence)
  return (
    <tr>
      <th scope="row">
        <Localised text={rule} />
        <code className="under">{rule.id}</code>
      </th>
      <td>
        <Localised text={rule.cite} />
        <code className="under">{rule.article}</code>
      </td>
      <td>
        <span className={`evidence evidence-${rule.evidence}`}>
          {mark ? t(`rules.evidences.${mark}`) : rule.evidence}
        </span>
      </td>
      <td>{kind ? t(`rules.kinds.${kind}`) : rule.kind}</td>
      <td>{silence ? t(`rules.silences.${silence}`) : rule.silence}</td>
      <td>
        <DayText day={rule.effectiveFrom} />
        {rule.effectiveTo !== null && (
          <>
            {' '}
            – <DayText day={rule.effectiveTo} />
          </>
        )}
      </td>
    </tr>
  )
}

function statusWord(t: ReturnType<typeof useTranslation<'admin'>>['t'], status: string): string {
  const known = (['law', 'standard', 'guide', 'local'] as const).find((one) => one === status)
  return known ? t(`rules.statuses.${known}`) : status
}
