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
