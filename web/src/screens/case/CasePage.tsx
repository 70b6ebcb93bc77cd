import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseQuery } from '../../api/queries.ts'
import { CaseMoves } from '../../parts/CaseMoves.tsx'
import { CaseTrack } from '../../parts/CaseTrack.tsx'
import { screenOf } from '../../parts/place-of.ts'
import { Localised, OrgName } from '../../parts/text.tsx'
import { useMay, useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'

const route = getRouteApi('/console/cases/$id')

/** One matter: who has it, until when, by which article, what was done; the moves that are the reader's, and where the rest is done. */
export function CasePage() {
  const { t } = useTranslation('cases')
  const { id } = route.useParams()
  const { data: item } = useSuspenseQuery(caseQuery(id))
  const screen = screenOf(item, { org: useMe().org?.id, may: useMay() })
  return (
    <div className="page">
      <PageHead
        title={<Localised text={item.title} />}
        actions={
          <>
            {screen && (
              <Link {...screen} className="button-link">
                {t('act')}
              </Link>
            )}
            <CaseMoves item={item} />
          </>
        }
      >
        <Localised text={item.kindTitle} /> · <OrgName id={item.opener} /> → <OrgName id={item.handler} /> ·{' '}
        <Localised text={item.stateTitle} /> · <code>{item.id}</code>
      </PageHead>
      <div className="card">
        <CaseTrack item={item} />
      </div>
    </div>
  )
}
