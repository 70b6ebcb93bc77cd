import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DataText, Facts, Localised } from '../../parts/index.ts'
import { useMe } from '../../shell/me.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { PasswordChange } from './PasswordChange.tsx'

/** Who I am here, with which roles, and my password. */
export function Account() {
  const { t } = useTranslation('account')
  const me = useMe()
  const client = useQueryClient()
  return (
    <div className="page plain-page">
      <PageHead title={t('title')}>
        <code>{me.id}</code>
      </PageHead>
      <section className="card">
        <h2>{t('facts')}</h2>
        <Facts
          rows={[
            [t('name'), <DataText key="name" value={me.name} />],
            me.org !== null && [t('org'), <Localised key="org" text={me.org.name} />],
            me.title !== null && [t('job'), <Localised key="job" text={me.title} />],
            [t('roles'), <Roles key="roles" />],
          ]}
        />
      </section>
      <PasswordChange onChanged={() => void client.invalidateQueries({ queryKey: ['parties'] })} />
    </div>
  )
}

function Roles() {
  const { t } = useTranslation('account')
  const { roles } = useMe()
  if (roles.length === 0) return t('noRole')
  return roles.map((role, at) => (
    <span key={role.role}>
      {at > 0 && ' · '}
      <Localised text={role} />
    </span>
  ))
}
