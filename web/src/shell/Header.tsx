import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, told } from '../api/client.ts'
import { Icon } from '../parts/icons.tsx'
import { Localised } from '../parts/text.tsx'
import { DisplaySettings } from './DisplaySettings.tsx'
import { useMe } from './me.ts'

/** Who I am and for whom, how I want to read, and the way out. */
export function Header({ isNavOpen, onNav }: { isNavOpen: boolean; onNav(): void }) {
  const { t } = useTranslation('shell')
  const me = useMe()
  return (
    <header className="header no-print">
      <button
        type="button"
        className="nav-button"
        aria-expanded={isNavOpen}
        aria-controls="side-nav"
        onClick={onNav}
      >
        <Icon name={isNavOpen ? 'close' : 'menu'} />
        <span className="only-read">{t(isNavOpen ? 'closeMenu' : 'openMenu')}</span>
      </button>
      <Link to="/" className="brand">
        <img src="/seal.svg" alt="" width="24" height="24" />
        <span>{t('product')}</span>
      </Link>
      <p className="who">
        <span className="only-read">{t('you')}</span>
        <span className="who-org">{me.org && <Localised text={me.org.name} />}</span>
        <Link to="/account" className="who-name">
          <strong>
            <bdi>{me.name}</bdi>
          </strong>
          <span className="only-read"> {t('account')}</span>
        </Link>
        <span className="soft who-role">{me.title && <Localised text={me.title} />}</span>
      </p>
      <DisplaySettings />
      <SignOut />
    </header>
  )
}

function SignOut() {
  const { t } = useTranslation('shell')
  const client = useQueryClient()
  const router = useRouter()
  const leave = async () => {
    await told(api.DELETE('/api/parties/session')).catch(() => undefined)
    client.clear()
    await router.navigate({ to: '/sign-in' })
  }
  return (
    <button type="button" className="header-button" onClick={leave}>
      <Icon name="out" /> <span>{t('signOut')}</span>
    </button>
  )
}
