import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../api/types.ts'
import { CountText, Localised } from '../../../parts/index.ts'

/** What must agree within a row, such as the date of birth with the citizen number, and the rows that do not. */
export function Relations({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation('provider')
  return (
    <section className="card" aria-labelledby="relations">
      <h2 id="relations">{t('quality.relations')}</h2>
      <ul className="rows">
        {verdict.relations.map(({ rule, indicator, fields, zh, en, a, b }) => (
          <li key={rule}>
            <span className="rows-main">
              <Localised text={{ zh, en }} />
              <span className="under">
                <code>{fields.join(' · ')}</code> · {t('quality.counts', { code: indicator })}
              </span>
            </span>
            <span className="soft">{t('quality.agree', { a, b })}</span>
            {b > a && (
              <Link
                to="/provider/resources/$id/versions/$n/rejects"
                params={{ id: verdict.resource, n: String(verdict.n) }}
                search={{ rule, severity: 'warn' }}
              >
                <CountText count={b - a} /> {t('version.rows', { count: b - a })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
