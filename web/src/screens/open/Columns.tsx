import { useState } from 'react'
import { DataText, Localised } from '../../open/text.tsx'
import { fill, useWords } from '../../open/words.ts'
import type { OpenColumn } from './types.ts'

const firstShown = 20

/** The opened columns: name, title, type, data element. */
export function Columns({ columns }: { columns: readonly OpenColumn[] }) {
  const { words } = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? columns : columns.slice(0, firstShown)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="open-scroll" tabIndex={0} aria-label={words.structureCaption}>
        <table className="open-table">
          <caption className="only-read">{words.structureCaption}</caption>
          <thead className="open-head">
            <tr>
              <th scope="col">{words.columnTitle}</th>
              <th scope="col">{words.columnName}</th>
              <th scope="col">{words.columnTypeOf}</th>
              <th scope="col">{words.columnElement}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <tr key={column.name}>
                <th scope="row">
                  <Localised text={column.title} limit={80} />
                  {column.key && <span className="open-tag"> {words.keyMark}</span>}
                </th>
                <td>
                  <code>
                    <DataText value={column.name} limit={80} />
                  </code>
                </td>
                <td>
                  <TypeText type={column.type} />
                </td>
                <td>
                  {column.elementName && <Localised text={column.elementName} limit={80} />}{' '}
                  {column.element && <code className="open-soft">{column.element}</code>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {columns.length > firstShown && (
        <button
          type="button"
          className="open-button no-print"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {fill(all ? words.fewerColumns : words.showAllColumns, { n: all ? firstShown : columns.length })}
        </button>
      )}
    </>
  )
}

function TypeText({ type }: { type: string }) {
  const { words } = useWords()
  const base = type.replace(/\(.*/, '')
  const named: Readonly<Record<string, string>> = words.types
  return (
    <>
      {named[base] ?? ''} <code className="open-soft">{type}</code>
    </>
  )
}
