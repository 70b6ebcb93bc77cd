import { Link } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../shell/me.ts'
import { Panel } from './Panel.tsx'

type To = NonNullable<ComponentProps<typeof Link>['to']>

/** What each permission is there for, in the order of the work. */
const things = [
  ['collect.deliver', 'deliver', '/provider'],
  ['catalog.draft', 'compile', '/provider/new'],
  ['share.submit', 'apply', '/demand/catalogue'],
  ['serve.read', 'use', '/demand/data'],
  ['catalog.review', 'review', '/decide/reviews'],
  ['scorecard.read', 'supervise', '/decide/territory'],
  ['ledger.read', 'reads', '/audit/reads'],
  ['ledger.bundle', 'prove', '/audit/proofs'],
  ['parties.register', 'people', '/admin/orgs'],
  ['parties.register', 'clients', '/admin/clients'],
  ['parties.steward', 'stewards', '/admin/stewards'],
  ['duties.assign', 'duties', '/admin/duties'],
  ['jobs.read', 'operate', '/admin/operation'],
] as const satisfies readonly (readonly [may: string, word: string, to: To])[]

/** What the reader can do next; the side navigation says the same, but is folded away on a telephone. */
export function NextThings() {
  const { t } = useTranslation('home')
  const may = useMay()
  const mine = things.filter(([action]) => may(action))
  return (
    <Panel title={t('next.title')}>
      {mine.length === 0 && <p>{t('next.noRole')}</p>}
      <ul className="rows">
        {mine.map(([, word, to]) => (
          <li key={to}>
            <Link to={to}>{t(`next.${word}`)}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
