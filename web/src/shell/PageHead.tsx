import type { ReactNode } from 'react'

/** The beginning of every screen: its one heading, what it is about, and what can be done with all of it. */
export function PageHead({
  title,
  children,
  actions,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="page-head">
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {children && <div className="soft page-note">{children}</div>}
      </div>
      {actions && <div className="page-actions no-print">{actions}</div>}
    </div>
  )
}
