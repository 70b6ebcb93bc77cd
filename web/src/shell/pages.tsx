import { Link, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNotice } from '../parts/ProblemNotice.tsx'

/** No such page; the address may have held no data, so nothing of it is repeated. */
export function NotFound() {
  const { t } = useTranslation('shell')
  useEffect(() => {
    document.title = `${t('notFound.title')} · ${t('product')}`
  }, [t])
  return (
    <div className="page plain-page">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <p>
        <Link to="/">{t('notFound.home')}</Link>
      </p>
    </div>
  )
}

/** The same outside the console's frame, where it is its own main part. */
export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  )
}

export function BrokenPage(props: { error: unknown; reset?: () => void }) {
  return (
    <main>
      <Broken {...props} />
    </main>
  )
}

/** A screen that could not be shown: the server's refusal, or a fault of our own. */
export function Broken({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const again = () => {
    reset?.()
    void router.invalidate()
  }
  return (
    <div className="page plain-page">
      <h1>{t('broken.title')}</h1>
      <ProblemNotice error={error}>
        <p>
          <button type="button" className="plain-button" onClick={again}>
            {t('broken.again')}
          </button>
        </p>
      </ProblemNotice>
    </div>
  )
}
