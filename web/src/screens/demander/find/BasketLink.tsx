import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../parts/index.ts'
import { useBasket } from '../shared/basket.ts'

/** How many resources are in the basket, and the way to the application. */
export function BasketLink() {
  const { t } = useTranslation('demander')
  const { ids } = useBasket()
  return (
    <Link to="/demand/application" className="button-link" aria-live="polite">
      <Icon name="inbox" /> {t('catalogue.basket', { count: ids.length })}
    </Link>
  )
}
