import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../api/live.ts'
import { Header } from './Header.tsx'
import { Loading } from './Root.tsx'
import { SideNav } from './SideNav.tsx'

/** Header, navigation and the place for a screen. */
export function Shell() {
  const { t } = useTranslation('shell')
  const [isOpen, setOpen] = useState(false)
  useLive()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Header isNavOpen={isOpen} onNav={() => setOpen(!isOpen)} />
      <SideNav isOpen={isOpen} onLeave={() => setOpen(false)} />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
