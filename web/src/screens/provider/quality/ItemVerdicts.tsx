import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../api/types.ts'
import { CountText, Localised } from '../../../parts/index.ts'
import { shareText } from '../facts.tsx'
import { elementsQuery } from '../queries.ts'
import { Scrolled } from '../Scrolled.tsx'

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
              <th scope="col">{t('quality.faults')}</th>
            </tr>
          </thead>
          <tbody>
            {verdict.items.map(({ item, title, element, values, missing, faults }) => (
              <tr key={item}>
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
                    <Localised
                      text={elements.find(({ id }) => id === element)?.name ?? { zh: element, en: element }}
                    />
                  )}
                </td>
                <td className="end">
                  <CountText count={values} />
                </td>
                <td className="end">
                  <CountText count={missing} />
                  {missing > 0 && <span className="under">{shareText(missing / (missing + values))}</span>}
                </td>
                <td>
                  {faults.length === 0 && <span className="soft">{t('quality.noFault')}</span>}
                  <ul className="plain-list">
                    {faults.map((fault) => (
                      <li key={fault.rule}>
                        <Link
                          to="/provider/resources/$id/versions/$n/rejects"
                          params={{ id: verdict.resource, n: String(verdict.n) }}
                          search={{ field: item, rule: fault.rule }}
                        >
                          <CountText count={fault.count} /> {t('version.rows')}
                        </Link>{' '}
                        <Localised text={fault} />
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </section>
  )
}
