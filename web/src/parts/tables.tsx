import type { ReactNode } from 'react'

/** A table that may be wider than the page: reached and scrolled by keyboard, named, and no landmark of its own. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls; this holds a table
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="list-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}

/** What heads a column; one of numbers stands over their end. */
type Head = string | { readonly end: string }

/** A table that is whole on the page, scrolling sideways inside itself where it must. */
export function PlainTable({
  caption,
  heads,
  children,
}: {
  caption: string
  heads: readonly Head[]
  children: ReactNode
}) {
  return (
    <Scrolled label={caption}>
      <table>
        <caption className="only-read">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) =>
              typeof head === 'string' ? (
                <th key={head} scope="col">
                  {head}
                </th>
              ) : (
                <th key={head.end} scope="col" className="end">
                  {head.end}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scrolled>
  )
}
