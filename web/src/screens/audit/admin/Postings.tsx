import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { InstantText, Localised, OrgName, PersonText, ProblemNotice } from '../../../parts/index.ts'
import { postingsQuery } from '../queries.ts'

/** Where a person served and serves, newest first. */
export function Postings({ person }: { person: string }) {
  const { t } = useTranslation('admin')
  const { data: postings, error } = useQuery(postingsQuery(person))
  return (
    <section className="card">
      <h2>{t('people.postings')}</h2>
      <ProblemNotice error={error} />
      <ul className="rows">
        {postings?.map(({ org, title, sinceAt, untilAt, movedBy }) => (
          <li key={sinceAt}>
            <span className="rows-main">
              <OrgName id={org} /> · <Localised text={title} />
            </span>
            <span className="soft">
              <InstantText at={sinceAt} /> –{' '}
              {untilAt === null ? t('people.notYet') : <InstantText at={untilAt} />}
              {movedBy !== null && (
                <>
                  {' · '}
                  {t('people.movedBy')} <PersonText id={movedBy} withId />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
