import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery, versionsQuery } from '../../../api/queries.ts'
import {
  CopyButton,
  CountText,
  DataText,
  Facts,
  InstantText,
  Localised,
  ProblemNotice,
  SizeText,
  StateMark,
} from '../../../parts/index.ts'
import { bindingsQuery, type Delivery, type Plan, planQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { useLiveDelivery } from './useLiveDelivery.ts'

const route = getRouteApi('/console/provider/deliveries/$id')

/** One delivery: how far it has come, how it was read and why so, and what it became. */
export function DeliveryPage() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const delivery = useLiveDelivery(id)
  const { data: resource } = useSuspenseQuery(resourceQuery(delivery.resource))
  return (
    <ResourceFrame resource={resource} part={<DataText value={delivery.name} />}>
      <section className="card" aria-labelledby="progress">
        <h2 id="progress">{t('delivery.progress')}</h2>
        <Stages delivery={delivery} />
        {delivery.endedAt === null && <ReadProgress delivery={delivery} />}
        {delivery.fault && <Failure fault={delivery.fault} />}
      </section>
      <PlanCard delivery={delivery} />
      <section className="card" aria-labelledby="file">
        <h2 id="file">{t('delivery.file')}</h2>
        <DeliveryFacts delivery={delivery} />
      </section>
    </ResourceFrame>
  )
}

const order = ['receiving', 'received', 'reading', 'landed'] as const
type Mark = Parameters<typeof StateMark>[0]['as']

/** From the first byte to the version that can be served, each stage in words. */
function Stages({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  const { resource, state, version: n } = delivery
  const { data: versions } = useQuery(versionsQuery(resource))
  const { data: bindings } = useQuery(bindingsQuery(resource))
  const version = versions?.items.find((it) => it.n === n)
  const at = state === 'failed' ? (delivery.receivedAt ? 2 : 0) : order.indexOf(state)
  const mark = (place: number): Mark => {
    if (state === 'failed' && place === at) return 'bad'
    return place < at || (place === at && state === 'landed') ? 'done' : place === at ? 'now' : 'wait'
  }
  const isChecked = version?.state === 'checked' || version?.state === 'served'
  const suggested = bindings?.filter((binding) => binding.state === 'suggested').length ?? 0
  const params = { id: resource }
  return (
    <ol className="stages" aria-live="polite">
      <li>
        <StateMark as={mark(0) === 'now' ? 'now' : mark(1)}>{t('stage.received')}</StateMark>
      </li>
      <li>
        <StateMark as={mark(2)}>{t('stage.read')}</StateMark>
      </li>
      <li>
        <StateMark as={mark(3)}>{t('stage.landed')}</StateMark>
        {n !== null && ` · ${t('version.n', { n })}`}
      </li>
      <li>
        <StateMark as={isChecked ? 'done' : version?.state === 'landed' ? 'now' : 'wait'}>
          {t('stage.checked')}
        </StateMark>
        {version?.state === 'landed' && suggested > 0 && (
          <Link to="/provider/resources/$id/columns" params={params}>
            {t('next.bind', { count: suggested })}
          </Link>
        )}
        {isChecked && (
          <Link to="/provider/resources/$id/versions/$n" params={{ id: resource, n: String(n) }}>
            {t('stage.quality')}
          </Link>
        )}
      </li>
      <li>
        <StateMark as={version?.state === 'served' ? 'done' : isChecked ? 'now' : 'wait'}>
          {t('stage.served')}
        </StateMark>
      </li>
    </ol>
  )
}

function ReadProgress({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  const { sizeBytes, bytesRead, records, rejected, state } = delivery
  return (
    <div className="progress">
      <label htmlFor="read-progress">{t(`deliveryState.${state}`)}</label>
      <progress id="read-progress" max={sizeBytes ?? 1} value={sizeBytes === null ? undefined : bytesRead} />
      <span className="soft">
        <SizeText bytes={bytesRead} />
        {sizeBytes !== null && (
          <>
            {' '}
            / <SizeText bytes={sizeBytes} />
          </>
        )}{' '}
        · <CountText count={records} /> {t('version.rows', { count: records })} ·{' '}
        <CountText count={rejected} /> {t('delivery.torn')}
      </span>
    </div>
  )
}

function Failure({ fault }: { fault: NonNullable<Delivery['fault']> }) {
  const { t } = useTranslation('provider')
  return (
    <div className="problem" role="alert">
      <div>
        <p className="problem-title">
          <Localised text={fault} />
        </p>
        <p>{t('delivery.failedNote')}</p>
      </div>
    </div>
  )
}

function PlanCard({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  const found = useQuery({
    ...planQuery(delivery.id),
    refetchInterval: (query) => (query.state.data || delivery.endedAt !== null ? false : 1_000),
  })
  return (
    <section className="card" aria-labelledby="plan">
      <div className="card-head">
        <h2 id="plan">{t('plan.title')}</h2>
        <span className="soft">{t('plan.note')}</span>
      </div>
      <ProblemNotice error={found.error} />
      {found.data && <PlanFacts plan={found.data} />}
      {found.isSuccess && !found.data && <p className="soft">{t('plan.none')}</p>}
    </section>
  )
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation('provider')
  const unknown = new Set(plan.unknownColumns)
  return (
    <>
      <Facts
        rows={[
          [t('plan.encoding'), `${plan.encoding.toUpperCase()}${plan.bom ? ` · ${t('plan.bom')}` : ''}`],
          [
            t('plan.delimiter'),
            <code key="delimiter">{plan.delimiter === '\t' ? 'TAB' : plan.delimiter}</code>,
          ],
          plan.sheet !== undefined && [t('handIn.sheet'), <DataText key="sheet" value={plan.sheet} />],
          [t('plan.quotes'), t(plan.strictQuotes ? 'plan.strict' : 'plan.lenient')],
          [
            t('plan.evidence'),
            <ul key="evidence" className="plain-list">
              {plan.evidence.map((reason) => (
                <li key={reason.en}>
                  <Localised text={reason} />
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      <h3>{t('plan.columns', { count: plan.columns.length })}</h3>
      <ul className="names">
        {plan.columns.map((name) => (
          <li key={name} className={unknown.has(name) ? 'name-unknown' : undefined}>
            <DataText value={name} />
            {unknown.has(name) && <span className="soft"> · {t('plan.unknown')}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  const { mode, origin, format, sizeBytes, sha256, records, rejected, begunAt, receivedAt, endedAt } =
    delivery
  return (
    <Facts
      rows={[
        [t('delivery.mode'), t(`deliveryMode.${mode}`)],
        [t('version.origin'), `${t(`origin.${origin}`)} · ${format.toUpperCase()}`],
        sizeBytes !== null && [t('delivery.size'), <SizeText key="size" bytes={sizeBytes} />],
        [t('delivery.records'), <CountText key="records" count={records} />],
        [t('quality.unread'), <CountText key="torn" count={rejected} />],
        [t('delivery.begunAt'), <InstantText key="begun" at={begunAt} seconds />],
        receivedAt !== null && [
          t('delivery.receivedAt'),
          <InstantText key="received" at={receivedAt} seconds />,
        ],
        endedAt !== null && [t('delivery.endedAt'), <InstantText key="ended" at={endedAt} seconds />],
        sha256 !== null && [
          'SHA-256',
          <span key="sha256">
            <code>{sha256}</code> <CopyButton text={sha256} />
          </span>,
        ],
      ]}
    />
  )
}
