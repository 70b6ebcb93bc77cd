import { useTranslation } from 'react-i18next'

/** Columns drawn at once: a table of a thousand columns opens as fast as one of fifty. */
export const pageSize = 50

interface Paged<T> {
  readonly shown: readonly T[]
  /** from 1; a page beyond the end is the last one */
  readonly page: number
  readonly pages: number
}

export function pageOf<T>(all: readonly T[], wanted = 1): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / pageSize))
  const page = Math.min(wanted, pages)
  return { shown: all.slice((page - 1) * pageSize, page * pageSize), page, pages }
}

interface Props extends Omit<Paged<unknown>, 'shown'> {
  readonly count: number
  onPage(page: number): void
}

/** Leafs through columns; nothing where one page holds them all. */
export function Pages({ page, pages, count, onPage }: Props) {
  const { t } = useTranslation('provider')
  const { t: word } = useTranslation('parts')
  if (pages === 1) return null
  const from = (page - 1) * pageSize + 1
  return (
    <nav className="pager no-print" aria-label={t('columns.pages')}>
      <button type="button" disabled={page === 1} onClick={() => onPage(1)}>
        {word('table.first')}
      </button>
      <button type="button" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {word('table.previous')}
      </button>
      <span role="status">
        {t('columns.shown', { from, to: Math.min(count, page * pageSize), total: count })}
      </span>
      <button type="button" disabled={page === pages} onClick={() => onPage(page + 1)}>
        {word('table.next')}
      </button>
    </nav>
  )
}
