import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Resource } from '../../api/types.ts'
import { DataText, Localised, OrgName } from '../../parts/index.ts'
import { useMay } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import './provider.css'
import './entry.css'

interface Props {
  readonly resource: Resource
  /** what of the resource this screen shows, in words */
  readonly part: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The frame of every screen about one resource: which it is, its state, and the way to its other sides. */
export function ResourceFrame({ resource, part, actions, children }: Props) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const { id } = resource
  return (
    <div className="page">
      <PageHead
        title={
          <>
            <Localised text={resource.name} /> <span className="head-part">{part}</span>
          </>
        }
        actions={actions}
      >
        <OrgName id={resource.provider} /> · {resource.code !== '' && <DataText value={resource.code} />}
        {resource.code !== '' && ' · '}
        {t(`entryState.${resource.state}`)} · {t('revision', { n: resource.revision })}
      </PageHead>
      <nav className="aspects no-print" aria-label={t('aspects.label')}>
        <Link {...aspect} to="/provider/resources/$id" params={{ id }} activeOptions={{ exact: true }}>
          {t('aspects.overview')}
        </Link>
        <Link {...aspect} to="/provider/resources/$id/deliveries" params={{ id }}>
          {t('aspects.deliveries')}
        </Link>
        <Link {...aspect} to="/provider/resources/$id/columns" params={{ id }}>
          {t('aspects.columns')}
        </Link>
        <Link {...aspect} to="/provider/resources/$id/entry" params={{ id }}>
          {t('aspects.entry')}
        </Link>
        <Link {...aspect} to="/provider/resources/$id/opening" params={{ id }}>
          {t('aspects.opening')}
        </Link>
        {may('share.read') && (
          <Link {...aspect} to="/provider/resources/$id/reads" params={{ id }}>
            {t('aspects.reads')}
          </Link>
        )}
      </nav>
      {children}
    </div>
  )
}

const aspect = { activeProps: { 'aria-current': 'page', className: 'active' } } as const
