import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icons.tsx'
import { Localised } from '../parts/text.tsx'
import { areas } from '../screens/areas.ts'
import type { Area } from './area.ts'
import { useMay } from './me.ts'

/** What this person may go to, in the order of the work. */
export function SideNav({ isOpen, onLeave }: { isOpen: boolean; onLeave(): void }) {
  const { t } = useTranslation('shell')
  const may = useMay()
  return (
    <nav
      id="side-nav"
      className={isOpen ? 'side-nav open no-print' : 'side-nav no-print'}
      aria-label={t('menu')}
    >
      {areas.map((area) => (
        <Group
          key={area.title.en}
          area={area}
          onLeave={onLeave}
          isShown={(item) => (item.may === undefined || may(item.may)) && !(item.unless && may(item.unless))}
        />
      ))}
    </nav>
  )
}

function Group({
  area,
  onLeave,
  isShown,
}: {
  area: Area
  onLeave(): void
  isShown(item: Area['items'][number]): boolean
}) {
  const items = area.items.filter(isShown)
  if (items.length === 0) return null
  return (
    <section>
      <h2>
        <Localised text={area.title} />
      </h2>
      <ul>
        {items.map(({ to, label, icon }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onLeave}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              activeProps={{ 'aria-current': 'page', className: 'active' }}
            >
              <Icon name={icon} />
              <Localised text={label} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
