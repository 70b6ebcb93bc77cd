import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icons.tsx'
import { Localised } from '../parts/text.tsx'
import { areas } from '../screens/areas.ts'
import type { Area, NavItem } from './area.ts'
import { currentOf } from './current.ts'
import { useMay } from './me.ts'

/** What this person may go to, in the order of the work. */
export function SideNav({ isOpen, onLeave }: { isOpen: boolean; onLeave(): void }) {
  const { t } = useTranslation('shell')
  const may = useMay()
  const pathname = useLocation({ select: (location) => location.pathname })
  const isShown = (item: NavItem) =>
    (item.may === undefined || may(item.may)) && !(item.unless && may(item.unless))
  const shown = areas.map((area) => ({ ...area, items: area.items.filter(isShown) }))
  const current = currentOf(
    shown.flatMap(({ items }) => items.map(({ to }) => to)),
    pathname,
  )
  return (
    <nav
      id="side-nav"
      className={isOpen ? 'side-nav open no-print' : 'side-nav no-print'}
      aria-label={t('menu')}
    >
      {shown.map((area) => (
        <Group key={area.title.en} area={area} current={current} onLeave={onLeave} />
      ))}
    </nav>
  )
}

function Group({
  area: { title, items },
  current,
  onLeave,
}: {
  area: Area
  current: string | undefined
  onLeave(): void
}) {
  if (items.length === 0) return null
  return (
    <section>
      <h2>
        <Localised text={title} />
      </h2>
      <ul>
        {items.map(({ to, label, icon }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onLeave}
              // An exact one that is not the current one is never active.
              activeOptions={{ exact: to !== current, includeSearch: false }}
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
