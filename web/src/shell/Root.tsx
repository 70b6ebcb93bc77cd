import { Outlet, useRouter } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { Suspense, useEffect, useMemo } from 'react'
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
  const theme = useMemo(() => antdTheme(mode, large), [mode, large])
  usePageChange()
  return (
    <ConfigProvider
      theme={theme}
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

function focusHeading(): void {
  const heading =
    document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
