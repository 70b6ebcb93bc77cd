import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { exportLimit, type Page, readAll, saveFile, writeCsv } from './export.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import type { Place } from './search.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  render(row: Row): ReactNode
  /** plain text of the cell for exports; the column is not exported without it */
  text?(row: Row): string | number | null | undefined
  readonly align?: 'end'
  /** CSS width, e.g. `12em` */
  readonly width?: string
  /** the cell that names the row */
  readonly header?: true
  /** sort order in the URL, where the server sorts */
  readonly sort?: { readonly direction: 'up' | 'down' | undefined; onSort(): void }
}

export interface Selection {
  readonly selected: ReadonlySet<string>
  onSelect(selected: ReadonlySet<string>): void
}

interface Props<Row> {
  /** what the table is, read out before it; shown only to assistive technology */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly queryKey: readonly unknown[]
  load(page: { cursor?: string; limit: number }): Promise<Page<Row>>
  rowKey(row: Row): string
  /** place in the list, kept in the URL by the route */
  readonly place: Place
  onPlace(place: Place): void
  onOpen?(row: Row): void
  readonly selection?: Selection
  readonly empty?: string
  /** filters above the table */
  readonly filters?: ReactNode
  /** file name of exports, without ending; no exports without it */
  readonly exportName?: string
  /** files the server makes, offered beside our own exports */
  readonly files?: readonly { href: string; label: string }[]
}

const sizes = [20, 50, 100, 200]
/** Rows that fill a screen; those below it are drawn a frame later. */
const screenful = 20
const none: unknown[] = []

/** A list of the server in pages: cursor, filters and sort live in the URL; j, k, x and Enter work. */
export function ServerTable<Row>(props: Props<Row>) {
  const { caption, columns, queryKey, rowKey, place, onOpen, selection, empty, filters } = props
  const { t } = useTranslation('parts')
  const size = place.size ?? 50
  const after = useFreshCursor(props)
  const found = useQuery({ ...pageQuery(props, size, after), placeholderData: keepPreviousData })
  const [active, setActive] = useState(0)
  const body = useRef<HTMLTableSectionElement>(null)
  const section = useRef<HTMLElement>(null)
  const hint = useId()
  const rows = found.data?.items ?? (none as Row[])

  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to))
    setActive(next)
    body.current?.querySelectorAll<HTMLElement>(':scope > tr')[next]?.focus()
  }
  const press = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const steps: Record<string, number> = {
      j: active + 1,
      ArrowDown: active + 1,
      k: active - 1,
      ArrowUp: active - 1,
      Home: 0,
      End: rows.length - 1,
    }
    const to = steps[event.key]
    const row = rows[active]
    const onRow = event.target instanceof HTMLTableRowElement
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && onRow && row && onOpen) onOpen(row)
    else if (event.key === 'x' && row && selection) toggle(selection, rowKey(row))
    else return
    event.preventDefault()
  }

  const draw = (row: Row, at: number) => (
    <tr
      key={rowKey(row)}
      tabIndex={at === active ? 0 : -1}
      onFocus={() => setActive(at)}
      aria-selected={selection ? selection.selected.has(rowKey(row)) : undefined}
    >
      {selection && (
        <td className="pick">
          <input
            type="checkbox"
            aria-label={t('table.select')}
            checked={selection.selected.has(rowKey(row))}
            onChange={() => toggle(selection, rowKey(row))}
          />
        </td>
      )}
      {columns.map(({ key, align, header, render }) =>
        header ? (
          <th key={key} scope="row" className={align}>
            {render(row)}
          </th>
        ) : (
          <td key={key} className={align}>
            {render(row)}
          </td>
        ),
      )}
    </tr>
  )

  const drawn = useDrawn(rows, draw, found.isPlaceholderData, selection !== undefined)
  useTop(section, found.isPlaceholderData ? undefined : JSON.stringify([queryKey, after, size]))

  return (
    <div className="list">
      <div className="list-bar no-print">
        {filters}
        <ExportLinks {...props} />
      </div>
      <ProblemNotice error={found.error} />
      <section
        ref={section}
        className="list-scroll"
        aria-label={caption}
        aria-busy={found.isFetching || !drawn.isWhole}
        aria-describedby={hint}
        // With rows, the focus is on one of them; an empty table that is wider than the page is scrolled by itself.
        tabIndex={rows.length === 0 ? 0 : -1}
      >
        <table className={found.isPlaceholderData ? 'stale' : undefined}>
          <caption className="only-read">{caption}</caption>
          <thead>
            <tr>
              {selection && (
                <th scope="col" className="pick">
                  <input
                    type="checkbox"
                    aria-label={t('table.selectAll')}
                    checked={rows.length > 0 && rows.every((row) => selection.selected.has(rowKey(row)))}
                    onChange={(event) =>
                      selection.onSelect(new Set(event.target.checked ? rows.map(rowKey) : []))
                    }
                  />
                </th>
              )}
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={press}>
            {drawn.first}
            {drawn.below}
          </tbody>
        </table>
        {found.isPending && <p className="list-note">{t('table.loading')}</p>}
        {found.isSuccess && rows.length === 0 && <p className="list-note">{empty ?? t('table.empty')}</p>}
      </section>
      {rows.length > 0 && (
        <div className="list-foot no-print">
          <Pager key={JSON.stringify(queryKey)} {...props} size={size} next={found.data?.next} />
          <span id={hint} className="soft list-hint">
            {t(selection ? 'table.keysSelect' : onOpen ? 'table.keysOpen' : 'table.keys')}
          </span>
        </div>
      )}
    </div>
  )
}

interface Drawn {
  readonly first: ReactNode
  readonly below: ReactNode
  /** false while the rows below are still those of before */
  readonly isWhole: boolean
}

/**
 * The rows as drawn. While the next page is on its way they stand as they are: to draw them again would only delay it.
 * When it comes, the rows one sees first are drawn first and those below them in the next frame.
 */
function useDrawn<Row>(
  rows: readonly Row[],
  draw: (row: Row, at: number) => ReactNode,
  isOld: boolean,
  isSelectable: boolean,
): Drawn {
  const latest = useDeferredValue(rows)
  const drawn = useRef<Drawn>({ first: null, below: null, isWhole: true })
  if (isOld && !isSelectable) return drawn.current
  const isWhole = latest === rows || isSelectable || rows.length <= screenful
  const below = isWhole
    ? rows.slice(screenful).map((row, at) => draw(row, at + screenful))
    : drawn.current.below
  drawn.current = { first: rows.slice(0, screenful).map(draw), below, isWhole }
  return drawn.current
}

/** Another page, another filter: it is read from its top. */
function useTop(section: RefObject<HTMLElement | null>, shown: string | undefined): void {
  const known = useRef(shown)
  useLayoutEffect(() => {
    if (shown === undefined || shown === known.current) return
    known.current = shown
    section.current?.scrollTo({ top: 0 })
  }, [section, shown])
}

function pageQuery<Row>({ queryKey, load }: Props<Row>, size: number, after: string | undefined) {
  return queryOptions({
    queryKey: [...queryKey, { after, size }],
    queryFn: () => load({ limit: size, ...(after !== undefined && { cursor: after }) }),
  })
}

/** The cursor of the place; when what is asked for changes under it, it means nothing and the list begins anew. */
function useFreshCursor<Row>({ queryKey, place, onPlace }: Props<Row>): string | undefined {
  const asked = JSON.stringify(queryKey)
  const known = useRef({ asked, after: place.after })
  const latest = useRef(onPlace)
  latest.current = onPlace
  const { after, size } = place
  const isStale = after !== undefined && known.current.asked !== asked && known.current.after === after
  useEffect(() => {
    if (isStale) latest.current(size === undefined ? {} : { size })
    else known.current = { asked, after }
  }, [isStale, asked, after, size])
  return isStale ? undefined : after
}

function HeadCell<Row>({ column: { title, align, width, sort } }: { column: Column<Row> }) {
  if (!sort)
    return (
      <th scope="col" className={align} style={width ? { width } : undefined}>
        {title}
      </th>
    )
  const order = sort.direction && (sort.direction === 'up' ? 'ascending' : 'descending')
  return (
    <th scope="col" className={align} style={width ? { width } : undefined} aria-sort={order ?? 'none'}>
      <button type="button" className="plain-button" onClick={sort.onSort}>
        {title}{' '}
        <span aria-hidden="true">
          {sort.direction === 'up' ? '↑' : sort.direction === 'down' ? '↓' : '↕'}
        </span>
      </button>
    </th>
  )
}

function Pager<Row>(props: Props<Row> & { size: number; next: string | undefined }) {
  const { place, onPlace, size, next } = props
  const { t } = useTranslation('parts')
  const client = useQueryClient()
  const page = place.page ?? 1
  // Cursors only go forward; the ones we came by lead back.
  const trail = useRef(new Map<number, string | undefined>())
  trail.current.set(page, place.after)
  const go = (to: number, after: string | undefined) => {
    // Asked for before the address changes: the rows are under way while the page around them is drawn.
    void client.prefetchQuery(pageQuery(props, size, after))
    onPlace({
      ...(place.size !== undefined && { size: place.size }),
      ...(to > 1 && { page: to }),
      ...(after !== undefined && { after }),
    })
  }
  return (
    <nav className="pager" aria-label={t('table.page', { page })}>
      <button type="button" disabled={page === 1} onClick={() => go(1, undefined)}>
        {t('table.first')}
      </button>
      <button
        type="button"
        disabled={page === 1 || !trail.current.has(page - 1)}
        onClick={() => go(page - 1, trail.current.get(page - 1))}
      >
        {t('table.previous')}
      </button>
      <span aria-current="page">{t('table.page', { page })}</span>
      <button type="button" disabled={next === undefined} onClick={() => go(page + 1, next)}>
        {t('table.next')}
      </button>
      <label>
        {t('table.rows')}{' '}
        <select value={size} onChange={(event) => onPlace({ size: Number(event.target.value) })}>
          {[...new Set([...sizes, size])]
            .sort((a, b) => a - b)
            .map((it) => (
              <option key={it}>{it}</option>
            ))}
        </select>
      </label>
    </nav>
  )
}

function ExportLinks<Row>({ columns, load, exportName, files = [] }: Props<Row>) {
  const { t } = useTranslation('parts')
  const [rowsRead, setRowsRead] = useState<number>()
  const [note, setNote] = useState<string>()
  const [error, setError] = useState<unknown>()
  const save = async (format: 'csv' | 'json') => {
    setError(undefined)
    setNote(undefined)
    try {
      const { rows, capped } = await readAll(load, setRowsRead)
      const shown = columns.flatMap(({ title, text }) => (text ? [{ title, text }] : []))
      const [type, text] =
        format === 'csv'
          ? ['text/csv', writeCsv(shown, rows)]
          : ['application/json', JSON.stringify(rows, null, 1)]
      saveFile(`${exportName}.${format}`, type, text)
      if (capped) setNote(t('table.capped', { count: exportLimit }))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setRowsRead(undefined)
    }
  }
  if (!exportName && files.length === 0) return null
  return (
    <div className="exports">
      <span className="soft">{t('table.export')}</span>
      {exportName &&
        (['csv', 'json'] as const).map((format) => (
          <button
            type="button"
            key={format}
            className="plain-button"
            disabled={rowsRead !== undefined}
            onClick={() => save(format)}
          >
            {format.toUpperCase()}
          </button>
        ))}
      {files.map(({ href, label }) => (
        <a key={href} href={href} download>
          {label}
        </a>
      ))}
      <span role="status">{rowsRead !== undefined ? t('table.exporting', { count: rowsRead }) : note}</span>
      <ProblemNotice error={error} />
    </div>
  )
}

/** How many are selected; stands where the acts for them stand. */
export function SelectedCount({ selection }: { selection: Selection }) {
  const { t } = useTranslation('parts')
  return <span role="status">{t('table.selected', { count: selection.selected.size })}</span>
}

function toggle({ selected, onSelect }: Selection, key: string): void {
  const next = new Set(selected)
  if (!next.delete(key)) next.add(key)
  onSelect(next)
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) &&
    (target as HTMLInputElement).type !== 'checkbox'
  )
}
