import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery } from '../../../api/queries.ts'
import { CountText, DataText, InstantText, Localised, Scrolled, SizeText } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { type Delivery, deliveriesQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { DeliveryState } from './DeliveryState.tsx'
import { HandIn } from './HandIn.tsx'
import { Sources } from './Sources.tsx'

const route = getRouteApi('/console/provider/resources/$id/deliveries')

/** Handing data in by file or from a database, and what was handed in before. */
export function Deliveries() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const may = useMay()
  const org = useMe().org?.id
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: deliveries } = useSuspenseQuery(deliveriesQuery(id))
  const isProvider = resource.provider === org
  return (
    <ResourceFrame resource={resource} part={t('aspects.deliveries')}>
      {isProvider && may('collect.deliver') && (
        <section className="card" aria-labelledby="hand-in">
          <h2 id="hand-in">{t('handIn.title')}</h2>
          <HandIn resource={id} />
        </section>
      )}
      <Sources resource={id} isProvider={isProvider} />
      <section className="card" aria-labelledby="deliveries">
        <div className="card-head">
          <h2 id="deliveries">{t('deliveries.title')}</h2>
          <span className="soft">{t('deliveries.note')}</span>
        </div>
        {deliveries.length === 0 ? (
          <p className="soft">{t('deliveries.none')}</p>
        ) : (
          <DeliveryTable items={deliveries} />
        )}
      </section>
    </ResourceFrame>
  )
}

function DeliveryTable({ items }: { items: readonly Delivery[] }) {
  const { t } = useTranslation('provider')
  return (
    <Scrolled label={t('deliveries.title')}>
      <table>
        <caption className="only-read">{t('deliveries.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('delivery.name')}</th>
            <th scope="col">{t('field.state')}</th>
            <th scope="col">{t('delivery.mode')}</th>
            <th scope="col" className="end">
              {t('delivery.size')}
            </th>
            <th scope="col" className="end">
              {t('delivery.records')}
            </th>
            <th scope="col" className="end">
              {t('delivery.torn')}
            </th>
            <th scope="col">{t('version.title')}</th>
            <th scope="col">{t('delivery.begunAt')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  const { id, resource, name, origin, mode, sizeBytes, records, rejected, version, begunAt, fault } = delivery
  return (
    <tr>
      <th scope="row">
        <Link to="/provider/deliveries/$id" params={{ id }}>
          <DataText value={name} />
        </Link>
        <span className="under">{t(`origin.${origin}`)}</span>
      </th>
      <td>
        <DeliveryState delivery={delivery} />
        {fault && (
          <span className="under">
            <Localised text={fault} />
          </span>
        )}
      </td>
      <td>{t(`deliveryMode.${mode}`)}</td>
      <td className="end">{sizeBytes === null ? '—' : <SizeText bytes={sizeBytes} />}</td>
      <td className="end">
        <CountText count={records} />
      </td>
      <td className="end">
        <CountText count={rejected} />
      </td>
      <td>
        {version === null ? (
          '—'
        ) : (
          <Link to="/provider/resources/$id/versions/$n" params={{ id: resource, n: String(version) }}>
            {t('version.n', { n: version })}
          </Link>
        )}
      </td>
      <td>
        <InstantText at={begunAt} />
      </td>
    </tr>
  )
}
