import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Line } from '../../api/types.ts'
import { Icon, Localised, OrgName, Scrolled, useCaseWords } from '../../parts/index.ts'

/** What became of each line of one answer. */
export function Outcome({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  return (
    <>
      <p role="status">
        <Icon name="done" /> {t('outcome.done', { count: lines.length })}
      </p>
      <Scrolled label={t('outcome.title')}>
        <table>
          <caption className="only-read">{t('outcome.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('bundle.resource')}</th>
              <th scope="col">{t('outcome.applicant')}</th>
              <th scope="col">{t('outcome.result')}</th>
              <th scope="col">{t('outcome.letter')}</th>
              <th scope="col">{t('outcome.agreement')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <Link to="/decide/lines/$id" params={{ id: line.id }}>
                    <Localised text={line.case?.title} />
                  </Link>
                </th>
                <td>
                  <OrgName id={line.applicant} />
                </td>
                <td>{line.case ? words.state(line.case) : t('outcome.undecided')}</td>
                <td>
                  <Link to="/decide/lines/$id/letter" params={{ id: line.id }}>
                    {t('outcome.letter')}
                  </Link>
                </td>
                <td>
                  {line.agreement ? (
                    <Link to="/decide/agreements/$id" params={{ id: line.agreement }}>
                      <code>{line.agreement}</code>
                    </Link>
                  ) : (
                    '—'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  )
}
