import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCaseWords } from '../../parts/case-words.ts'
import { Icon } from '../../parts/icons.tsx'
import { placeOf } from '../../parts/place-of.ts'
import { StatutoryClock } from '../../parts/StatutoryClock.tsx'
import { Scrolled } from '../../parts/tables.tsx'
import { InstantText, Localised, OrgName } from '../../parts/text.tsx'
import { useMay, useMe } from '../../shell/me.ts'
import { Panel } from './Panel.tsx'
import { type Matter, openQuery, waitingQuery } from './queries.ts'

/** Matters whose turn is this organisation's, least time left first; each leads to where it is acted on. */
export function WaitingMatters({ org }: { org: string }) {
  const { t } = useTranslation('home')
  const { data, error, isPending } = useQuery(waitingQuery(org))
  const items = data?.items ?? []
  const late = items.filter(({ clock }) => clock?.overdue).length
  const more = (
    <Link to="/cases" search={{ waiting: true, state: 'open' }}>
      {t('more')}
    </Link>
  )
  return (
    <Panel title={t('due.title')} note={t('due.note')} error={error} isReading={isPending} more={more}>
      <p className="lead" role="status">
        {data && (items.length === 0 ? t('none') : t('urgent', { count: items.length }))}
        <Late count={late} />
      </p>
      {items.length > 0 && <MatterTable items={items} party="opener" caption={t('due.title')} />}
    </Panel>
  )
}

/** Matters this organisation opened or supervises while it is another's turn. */
export function OtherMatters({ org }: { org: string }) {
  const { t } = useTranslation('home')
  const { data, error } = useQuery(openQuery)
  const items = data?.items.filter(({ waitsFor }) => waitsFor !== org) ?? []
  if (items.length === 0 && !error) return null
  const more = (
    <Link to="/cases" search={{ state: 'open' }}>
      {t('more')}
    </Link>
  )
  return (
    <Panel title={t('others.title')} note={t('others.note')} error={error} more={more}>
      {items.length > 0 && <MatterTable items={items} party="handler" caption={t('others.title')} />}
    </Panel>
  )
}

/** For whoever reads the matters of every organisation. */
export function AllMatters() {
  const { t } = useTranslation('home')
  const { data, error, isPending } = useQuery(openQuery)
  const items = data?.items ?? []
  const late = items.filter(({ clock }) => clock?.overdue).length
  return (
    <Panel
      title={t('all.title')}
      note={t('due.note')}
      error={error}
      isReading={isPending}
      more={<Link to="/cases">{t('more')}</Link>}
    >
      <p className="lead" role="status">
        {data && (items.length === 0 ? t('all.none') : t('all.count', { count: items.length }))}
        <Late count={late} />
      </p>
      {items.length > 0 && <MatterTable items={items} party="handler" caption={t('all.title')} />}
    </Panel>
  )
}

function Late({ count }: { count: number }) {
  const { t } = useTranslation('home')
  if (count === 0) return null
  return (
    <strong className="late">
      {' '}
      <Icon name="warn" /> {t('late', { count })}
    </strong>
  )
}

interface TableProps {
  readonly items: readonly Matter[]
  readonly party: 'opener' | 'handler'
  readonly caption: string
}

function MatterTable({ items, party, caption }: TableProps) {
  const { t } = useTranslation('cases')
  return (
    <Scrolled label={caption}>
      <table>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="clock-column">
              {t('column.clock')}
            </th>
            <th scope="col">{t('column.matter')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t(`column.${party}`)}</th>
            <th scope="col">{t('column.openedAt')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <MatterRow key={item.id} item={item} party={party} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function MatterRow({ item, party }: { item: Matter; party: TableProps['party'] }) {
  const words = useCaseWords()
  const reader = { org: useMe().org?.id, may: useMay() }
  return (
    <tr>
      <td>
        <StatutoryClock clock={item.clock} />
      </td>
      <th scope="row">
        <Link {...placeOf(item, reader)}>
          <Localised text={item.title} />
        </Link>
        <span className="under">{words.kind(item)}</span>
      </th>
      <td>{words.state(item)}</td>
      <td>
        <OrgName id={item[party]} />
      </td>
      <td>
        <InstantText at={item.openedAt} />
      </td>
    </tr>
  )
}
