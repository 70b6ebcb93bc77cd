import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { casesQuery, resourceQuery, versionsQuery } from '../../../api/queries.ts'
import type { Resource, Version } from '../../../api/types.ts'
import {
  ChartWithTable,
  CountText,
  DataText,
  Facts,
  FullDay,
  InstantText,
  OrgName,
  ProblemNotice,
  Scrolled,
  useTerms,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { OpenChange } from '../entry/ChangeNote.tsx'
import { FaultCase } from '../quality/FaultCase.tsx'
import { bindingsQuery, deliveriesQuery, scoresQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { VersionState } from './VersionState.tsx'

const route = getRouteApi('/console/provider/resources/$id')

/** One resource at a glance: what to do next, what is wrong with it, its versions. */
export function Overview() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const {
    data: { items: versions },
  } = useSuspenseQuery(versionsQuery(id))
  return (
    <ResourceFrame resource={resource} part={t('aspects.overview')}>
      <section className="card" aria-labelledby="next">
        <h2 id="next">{t('next.title')}</h2>
        <NextSteps resource={resource} versions={versions} />
      </section>
      <OpenChange resource={id} />
      <FaultCases resource={id} />
      <section className="card" aria-labelledby="versions">
        <div className="card-head">
          <h2 id="versions">{t('version.title')}</h2>
        </div>
        {versions.length === 0 ? (
          <p className="soft">{t('resources.noVersion')}</p>
        ) : (
          <Versions items={versions} />
        )}
      </section>
      <Scores resource={id} />
      <section className="card" aria-labelledby="says">
        <h2 id="says">{t('entry.says')}</h2>
        <EntryFacts resource={resource} />
      </section>
    </ResourceFrame>
  )
}

/** What the officer can do now, in the order of the work. */
function NextSteps({ resource, versions }: { resource: Resource; versions: readonly Version[] }) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const { id, state } = resource
  const { data: deliveries = [] } = useQuery(deliveriesQuery(id))
  const { data: bindings = [] } = useQuery(bindingsQuery(id))
  const reading = deliveries.find(({ endedAt }) => endedAt === null)
  const failed = deliveries[0]?.state === 'failed' ? deliveries[0] : undefined
  const waits = versions.some((version) => version.state === 'landed')
  const isFaulty = (useQuery(faultsQuery(id)).data?.items.length ?? 0) > 0
  const suggested = bindings.filter((binding) => binding.state === 'suggested').length
  const steps = [
    reading && (
      <Link to="/provider/deliveries/$id" params={{ id: reading.id }}>
        {t('next.watch')}
      </Link>
    ),
    failed && (
      <Link to="/provider/deliveries/$id" params={{ id: failed.id }}>
        {t('next.failed')}
      </Link>
    ),
    may('standards.bind') && (waits || suggested > 0) && (
      <Link to="/provider/resources/$id/columns" params={{ id }}>
        {t('next.bind', { count: suggested })}
      </Link>
    ),
    may('catalog.submit') && state === 'draft' && (
      <Link to="/provider/resources/$id/entry" params={{ id }}>
        {t('next.submit')}
      </Link>
    ),
    may('collect.deliver') && versions.length === 0 && !reading && (
      <Link to="/provider/resources/$id/deliveries" params={{ id }}>
        {t('next.deliver')}
      </Link>
    ),
    may('quality.answer') && isFaulty && t('next.faults'),
  ].filter(Boolean)
  if (steps.length === 0) return <p className="soft">{t('next.none')}</p>
  return (
    <ul className="steps">
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps stand in a fixed order
        <li key={at}>{step}</li>
      ))}
    </ul>
  )
}

const faultsQuery = (resource: string) =>
  casesQuery({ kind: 'quality.fault', subject: resource, ended: false, limit: 20 })

function FaultCases({ resource }: { resource: string }) {
  const { t } = useTranslation('provider')
  const found = useQuery(faultsQuery(resource))
  return (
    <>
      <ProblemNotice error={found.error} />
      {found.data?.items.map(({ id }) => (
        <section key={id} className="card" aria-label={t('faultCase.title')}>
          <FaultCase id={id} />
        </section>
      ))}
    </>
  )
}

function Versions({ items }: { items: readonly Version[] }) {
  const { t } = useTranslation('provider')
  return (
    <Scrolled label={t('version.title')}>
      <table>
        <caption className="only-read">{t('version.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('version.one')}</th>
            <th scope="col">{t('field.state')}</th>
            <th scope="col">{t('version.origin')}</th>
            <th scope="col" className="end">
              {t('version.landed')}
            </th>
            <th scope="col" className="end">
              {t('version.accepted')}
            </th>
            <th scope="col" className="end">
              {t('version.rejected')}
            </th>
            <th scope="col" className="end">
              {t('field.score')}
            </th>
            <th scope="col">{t('version.at')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((version) => (
            <VersionRow key={version.n} version={version} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function VersionRow({ version }: { version: Version }) {
  const { t } = useTranslation('provider')
  const { resource: id, n, origin, delivery, landed, accepted, rejected, score, at } = version
  const params = { id, n: String(n) }
  return (
    <tr>
      <th scope="row">
        <Link to="/provider/resources/$id/versions/$n" params={params}>
          {t('version.n', { n })}
        </Link>
      </th>
      <td>
        <VersionState version={version} />
      </td>
      <td>
        {delivery ? (
          <Link to="/provider/deliveries/$id" params={{ id: delivery }}>
            {t(`origin.${origin}`)}
          </Link>
        ) : (
          t(`origin.${origin}`)
        )}
      </td>
      <td className="end">
        <CountText count={landed} />
      </td>
      <td className="end">{accepted === null ? '—' : <CountText count={accepted} />}</td>
      <td className="end">
        {rejected === null ? (
          '—'
        ) : (
          <Link to="/provider/resources/$id/versions/$n/rejects" params={params}>
            <CountText count={rejected} />
          </Link>
        )}
      </td>
      <td className="end">{score === null ? '—' : score.toFixed(2)}</td>
      <td>
        <InstantText at={at} />
      </td>
    </tr>
  )
}

/** The trend is worth a picture from the third judged version on. */
function Scores({ resource }: { resource: string }) {
  const { t } = useTranslation('provider')
  const { data: scores = [] } = useQuery(scoresQuery(resource))
  const told = scores.filter(({ score }) => score !== null).toSorted((a, b) => a.n - b.n)
  if (told.length < 3) return null
  return (
    <section className="card" aria-label={t('version.scores')}>
      <ChartWithTable
        title={t('version.scores')}
        kind="line"
        names={told.map(({ n }) => t('version.n', { n }))}
        series={[{ name: t('field.score'), values: told.map(({ score }) => score) }]}
      />
    </section>
  )
}

function EntryFacts({ resource }: { resource: Resource }) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const { attribute, grade, cycle, modes, items, publishedOn, provider, abstract } = resource
  return (
    <Facts
      rows={[
        [t('field.provider'), <OrgName key="provider" id={provider} />],
        [t('field.attribute'), term('attribute', attribute)],
        [t('field.grade'), grade ? term('grade', grade) : '—'],
        [t('field.cycle'), cycle ? term('cycle', cycle) : '—'],
        [t('field.modes'), modes.map((mode) => term('mode', mode)).join(' · ') || '—'],
        [t('field.items'), <CountText key="items" count={items.length} />],
        [t('field.publishedOn'), publishedOn ? <FullDay key="published" day={publishedOn} /> : '—'],
        [t('field.abstract'), abstract ? <DataText key="abstract" value={abstract} limit={600} /> : '—'],
      ]}
    />
  )
}
