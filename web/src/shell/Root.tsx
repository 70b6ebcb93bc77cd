import { Outlet, useRouter } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../parts/text.tsx'
import { antdTheme } from './antd-theme.ts'
import { nonce } from './nonce.ts'
import { useMode, usePreferences } from './preferences.ts'

/** Theme, language of the components, document title and focus: what every page shares. */
export function Root() {
  const mode = useMode()
  const { large } = usePreferences()
  const language = useLanguage()
  usePageChange()
  return (
    <ConfigProvider
      theme={antdTheme(mode, large)}
      csp={{ nonce }}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </ConfigProvider>
  )
}

export function Loading() {
  const { t } = useTranslation('shell')
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  )
}

/** On a new page its title is the document's, and the focus goes to its heading, so that it is read out. */
function usePageChange(): void {
  const router = useRouter()
  const language = useLanguage()
  const { t } = useTranslation('shell')
  useEffect(() => {
    const name = () => {
      const title = router.state.matches.findLast(({ staticData }) => staticData.title)?.staticData.title
      document.title = title ? `${title[language]} · ${t('product')}` : t('product')
    }
    name()
    return router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
      name()
      if (pathChanged && fromLocation) focusHeading()
    })
  }, [router, language, t])
}

/** The heading may still be on its way; until it comes the focus waits on the main part. */
function focusHeading(): void {
  const main = document.querySelector<HTMLElement>('main')
  if (!main || focusOn(main.querySelector('h1'))) return
  focusOn(main)
  const watcher = new MutationObserver(() => {
    const heading = main.querySelector('h1')
    if (!heading) return
    watcher.disconnect()
    if (document.activeElement === main) focusOn(heading)
  })
  watcher.observe(main, { childList: true, subtree: true })
  setTimeout(() => watcher.disconnect(), 10_000)
}

function focusOn(place: HTMLElement | null): boolean {
  if (!place) return false
  place.tabIndex = -1
  place.focus({ preventScroll: true })
  return true
}
