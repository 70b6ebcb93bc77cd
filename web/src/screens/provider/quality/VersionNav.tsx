import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** The sides of one version: how good it is, its rejects, its columns' pictures, what changed. */
export function VersionNav({ id, n }: { id: string; n: string }) {
  const { t } = useTranslation('provider')
  const params = { id, n }
  const base = '/provider/resources/$id/versions/$n'
  const exact = { exact: true, includeSearch: false }
  return (
    <nav className="aspects aspects-inner no-print" aria-label={t('version.n', { n: Number(n) })}>
      <Link {...active} to={base} params={params} activeOptions={exact}>
        {t('quality.title')}
      </Link>
      <Link {...active} to={`${base}/rejects`} params={params} activeOptions={{ includeSearch: false }}>
        {t('rejects.title')}
      </Link>
      <Link {...active} to={`${base}/profile`} params={params} activeOptions={{ includeSearch: false }}>
        {t('profile.title')}
      </Link>
      <Link {...active} to={`${base}/changes`} params={params} activeOptions={{ includeSearch: false }}>
        {t('changes.title')}
      </Link>
    </nav>
  )
}

const active = { activeProps: { 'aria-current': 'page', className: 'active' } } as const
