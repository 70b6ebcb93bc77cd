import type { ReactNode } from 'react'

/** A wide table's own window; it can be reached and scrolled by keyboard. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className="list-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
