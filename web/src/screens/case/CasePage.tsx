import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import { caseQuery } from '../../api/queries.ts'
import type { CaseDesk } from '../../api/types.ts'
import { Confirm } from '../../parts/actions.tsx'
import { CaseTrack } from '../../parts/CaseTrack.tsx'
import { Localised, OrgName, useLanguage } from '../../parts/text.tsx'
import { PageHead } from '../../shell/PageHead.tsx'

const route = getRouteApi('/console/cases/$id')

/** One matter: who has it, until when, by which article, what was done; and the moves that are the reader's. */
export function CasePage() {
  const { id } = route.useParams()
  const { data: item } = useSuspenseQuery(caseQuery(id))
  return (
    <div className="page">
      <PageHead title={<Localised text={item.title} />} actions={<Moves item={item} />}>
        <Localised text={item.kindTitle} /> · <OrgName id={item.opener} /> → <OrgName id={item.handler} /> ·{' '}
        <Localised text={item.stateTitle} /> · <code>{item.id}</code>
      </PageHead>
      <div className="card">
        <CaseTrack item={item} />
      </div>
    </div>
  )
}

/** Moves that need no form of their own. */
function Moves({ item }: { item: CaseDesk }) {
  const language = useLanguage()
  const client = useQueryClient()
  const make = async (move: string, reason: string) => {
    const body = { move, ...(reason !== '' && { reason }) }
    const moved = await told(api.POST('/api/cases/{id}/moves', { params: { path: { id: item.id } }, body }))
    client.setQueryData(caseQuery(item.id).queryKey, moved)
    await client.invalidateQueries({ queryKey: ['cases'] })
  }
  return item.choices
    .filter(({ yours, generic }) => yours && generic)
    .map(({ move, title, reason }) => (
      <Confirm key={move} label={title[language]} reason={reason} act={(why) => make(move, why)} />
    ))
}
