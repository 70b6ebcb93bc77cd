import type { ReactNode } from 'react'
import { ProblemNotice } from '../../parts/ProblemNotice.tsx'
import { Loading } from '../../shell/Root.tsx'

interface Props {
  readonly title: string
  readonly note?: string
  readonly error?: unknown
  readonly isReading?: boolean
  readonly more?: ReactNode
  readonly children: ReactNode
}

/** One part of the first page: what it is, the way to all of it, what went wrong, its rows. */
export function Panel({ isReading = false, title, note, error, more, children }: Props) {
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {note && <span className="soft">{note}</span>}
        {more && <span className="card-more no-print">{more}</span>}
      </div>
      <ProblemNotice error={error} />
      {isReading && <Loading />}
      {children}
    </section>
  )
}
