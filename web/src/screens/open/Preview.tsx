import { goTo, hrefWith, useQuery } from '../../open/address.ts'
import { openApi, useRead } from '../../open/reader.ts'
import { DataText, Found, Localised, ViewLink } from '../../open/text.tsx'
import { fill, useWords } from '../../open/words.ts'
import { ConditionForm } from './ConditionForm.tsx'
import { conditionOf, filterOf } from './filter.ts'
import type { OpenColumn, OpenPage, OpenRows } from './types.ts'

const columnsShown = 12

/** The first rows, by a simple condition; wide tables are shown a dozen columns at a time, the key always. */
export function Preview({ page }: { page: OpenPage }) {
  const query = useQuery()
  const condition = conditionOf(
    query,
    page.columns.map(({ name }) => name),
  )
  const type = page.columns.find(({ name }) => name === condition?.field)?.type ?? 'string'
  const filter = condition && filterOf(condition, type)
  const limit = query.get('rows') === '100' ? 100 : 20
  const id = page.id
  const found = useRead(
    () =>
      openApi.GET('/api/open/resources/{id}/rows', {
        params: { path: { id }, query: { limit, ...(filter !== undefined && { filter }) } },
      }),
    JSON.stringify([id, limit, filter]),
  )
  return (
    <>
      <ConditionForm
        key={JSON.stringify(condition)}
        columns={page.columns}
        condition={condition}
        apply={(next) => goTo(hrefWith(next))}
      />
      <Found found={found}>{(rows) => <Rows page={page} rows={rows} limit={limit} query={query} />}</Found>
    </>
  )
}

interface RowsProps {
  page: OpenPage
  rows: OpenRows
  limit: number
  query: URLSearchParams
}

function Rows({ page, rows, limit, query }: RowsProps) {
  const { words } = useWords()
  const keys = page.columns.filter(({ key }) => key).slice(0, 2)
  const others = page.columns.filter((column) => !keys.includes(column))
  const asked = Number(query.get('from') ?? 0)
  const start = Number.isInteger(asked) && asked > 0 && asked < others.length ? asked : 0
  const shown = [...keys, ...others.slice(start, start + columnsShown - keys.length)]
  const step = columnsShown - keys.length
  const until = Math.min(start + step, others.length)
  const told = { n: rows.rows.length, from: start + 1, until: until + keys.length, all: page.columns.length }
  return (
    <>
      <p className="open-soft">
        {fill(words.previewCount, told)} {words.previewMost}
      </p>
      {rows.rows.length === 0 ? <p>{words.noRows}</p> : <Table columns={shown} rows={rows.rows} />}
      <p className="open-pages no-print">
        {start > 0 && (
          <ViewLink to={hrefWith({ from: start > step ? String(start - step) : null })}>
            ‹ {words.earlierColumns}
          </ViewLink>
        )}
        {until < others.length && (
          <ViewLink to={hrefWith({ from: String(until) })}>{words.laterColumns} ›</ViewLink>
        )}
        {rows.rows.length === limit && limit < 100 && (
          <ViewLink to={hrefWith({ rows: '100' })}>{words.moreRows}</ViewLink>
        )}
      </p>
      <p className="open-soft">
        {words.receipt} <code>{rows.receipt}</code>
      </p>
    </>
  )
}

function Table({ columns, rows }: { columns: readonly OpenColumn[]; rows: OpenRows['rows'] }) {
  const { words } = useWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="open-scroll" tabIndex={0} aria-label={words.previewCaption}>
      <table className="open-table open-rows">
        <caption className="only-read">{words.previewCaption}</caption>
        <thead className="open-head">
          <tr>
            {columns.map(({ name, title }) => (
              <th key={name} scope="col">
                <Localised text={title} limit={80} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no identity of their own
            <tr key={index}>
              {columns.map(({ name }) => (
                <td key={name}>
                  <DataText value={Object.hasOwn(row, name) ? row[name] : null} limit={80} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
