import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { elementsQuery } from '../../../api/queries.ts'
import type { Verdict } from '../../../api/types.ts'
import { CountText, Localised, Scrolled } from '../../../parts/index.ts'
import { shareText } from '../facts.tsx'

/** Item by item what was found; every count leads to its rows. */
export function ItemVerdicts({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('provider')
  const { data: elements = [] } = useQuery(elementsQuery)
  return (
    <section className="card" aria-labelledby="items">
      <div className="card-head">
        <h2 id="items">{t('quality.items')}</h2>
        <span className="soft">{t('quality.itemsNote')}</span>
      </div>
      <Scrolled label={t('quality.items')}>
        <table>
          <caption className="only-read">{t('quality.items')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('entry.item')}</th>
              <th scope="col">{t('columns.element')}</th>
              <th scope="col" className="end">
                {t('quality.values')}
              </th>
              <th scope="col" className="end">
                {t('quality.missing')}
              </th>
              {(['faults', 'warnings'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`quality.${name}`)} <span className="soft">{t(`quality.${name}Note`)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {verdict.items.map((item) => (
              <ItemRow key={item.item} verdict={verdict} item={item} elements={elements} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  )
}

type Item = Verdict['items'][number]

interface ItemProps {
  readonly verdict: Verdict
  readonly item: Item
  readonly elements: readonly { readonly id: string; readonly name: { zh: string; en: string } }[]
}

function ItemRow({ verdict, item: { item, title, element, values, missing, ...told }, elements }: ItemProps) {
  const { t } = useTranslation('provider')
  const known = elements.find(({ id }) => id === element)
  return (
    <tr>
      <th scope="row">
        <Localised text={title} />
        <span className="under">
          <code>{item}</code>
        </span>
      </th>
      <td>
        {element === null ? (
          <span className="absent">{t('columns.unbound')}</span>
        ) : (
          <Localised text={known?.name ?? { zh: element, en: element }} />
        )}
      </td>
      <td className="end">
        <CountText count={values} />
      </td>
      <td className="end">
        <Gaps verdict={verdict} item={item} missing={missing} gaps={told.gaps} />
        {missing > 0 && <span className="under">{shareText(missing / (missing + values))}</span>}
      </td>
      <td>
        <Told verdict={verdict} item={item} found={told.faults} />
      </td>
      <td>
        <Told verdict={verdict} item={item} found={told.warnings} severity="warn" />
      </td>
    </tr>
  )
}

interface GapsProps {
  readonly verdict: Verdict
  readonly item: string
  readonly missing: number
  readonly gaps: Item['gaps']
}

/** How many values are not there, with the way to the rows that lack them. */
function Gaps({ verdict, item, missing, gaps }: GapsProps) {
  if (!gaps) return <CountText count={missing} />
  return (
    <Link
      to="/provider/resources/$id/versions/$n/rejects"
      params={{ id: verdict.resource, n: String(verdict.n) }}
      search={{
        field: item,
        rule: gaps.rule,
        ...(gaps.severity === 'warn' && { severity: gaps.severity }),
      }}
    >
      <CountText count={missing} />
    </Link>
  )
}

interface ToldProps {
  readonly verdict: Verdict
  readonly item: string
  readonly found: readonly (Item['faults'][number] & { readonly counts?: string | null })[]
  readonly severity?: 'warn'
}

/** What was found, each count with the way to its rows. */
function Told({ verdict, item, found, severity }: ToldProps) {
  const { t } = useTranslation('provider')
  if (found.length === 0) return <span className="soft">{t('quality.noFault')}</span>
  return (
    <ul className="plain-list">
      {found.map(({ rule, count, counts, zh, en }) => (
        <li key={rule}>
          <Link
            to="/provider/resources/$id/versions/$n/rejects"
            params={{ id: verdict.resource, n: String(verdict.n) }}
            search={{ field: item, rule, ...(severity && { severity }) }}
          >
            <CountText count={count} /> {t('version.rows', { count })}
          </Link>{' '}
          <Localised text={{ zh, en }} />
          {counts && <span className="soft"> ({t('quality.counts', { code: counts })})</span>}
        </li>
      ))}
    </ul>
  )
}
