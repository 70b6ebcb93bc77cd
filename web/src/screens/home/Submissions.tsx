import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { submissionsQuery } from '../../api/queries.ts'
import type { ItemOf } from '../../api/types.ts'
import { DataText, InstantText } from '../../parts/text.tsx'
import { useMay } from '../../shell/me.ts'
import { Panel } from './Panel.tsx'

/** Applications of this organisation that its head has yet to approve: until then no clock runs. */
export function DraftsToApprove() {
  const { t } = useTranslation('home')
  const { data, error } = useQuery(submissionsQuery({ limit: 50 }))
  const drafts = data?.items.filter(({ state }) => state === 'drafted') ?? []
  if (drafts.length === 0 && !error) return null
  return (
    <Panel title={t('approve.title')} note={t('approve.note')} error={error}>
      <Rows items={drafts} />
    </Panel>
  )
}

export function OwnSubmissions() {
  const { t } = useTranslation('home')
  const mayApprove = useMay()('share.approve')
  const { data, error, isPending } = useQuery(submissionsQuery({ limit: 10 }))
  // Whoever approves has the drafts above.
  const items = data?.items.filter(({ state }) => !(mayApprove && state === 'drafted')) ?? []
  return (
    <Panel
      title={t('submissions.title')}
      error={error}
      isReading={isPending}
      more={<Link to="/demand/submissions">{t('more')}</Link>}
    >
      {data && items.length === 0 && (
        <p>
          {t('submissions.none')} <Link to="/demand/catalogue">{t('next.apply')}</Link>
        </p>
      )}
      <Rows items={items} />
    </Panel>
  )
}

type Draft = ItemOf<'/api/share/submissions'>

function Rows({ items }: { items: readonly Draft[] }) {
  const { t } = useTranslation('home')
  return (
    <ul className="rows">
      {items.map((it) => (
        <li key={it.id}>
          <span className="rows-main">
            <Link to="/demand/submissions/$id" params={{ id: it.id }}>
              <DataText value={it.purpose} />
            </Link>
          </span>
          <span>{t(it.state)}</span>
          <span className="soft">
            <InstantText at={it.filedAt ?? it.draftedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
