import { useTranslation } from 'react-i18next'
import { StateMark } from '../../../parts/index.ts'
import type { Delivery } from '../queries.ts'

const marks = { receiving: 'now', received: 'now', reading: 'now', landed: 'done', failed: 'bad' } as const

/** How far a delivery has come. */
export function DeliveryState({ delivery: { state } }: { delivery: Delivery }) {
  const { t } = useTranslation('provider')
  return <StateMark as={marks[state]}>{t(`deliveryState.${state}`)}</StateMark>
}
