import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'

type FactRow = readonly [name: string, value: ReactNode]

/**
 * Names and what they are, as a list of definitions: side by side in columns, or (`layout="rows"`) one under
 * the other as on paper. Given as rows, where `false` leaves one out, or as `Fact`s.
 */
export function Facts({
  rows = [],
  layout = 'columns',
  children,
}: {
  rows?: readonly (FactRow | false | undefined)[]
  layout?: 'columns' | 'rows'
  children?: ReactNode
}) {
  return (
    <dl className={layout === 'rows' ? 'facts facts-rows' : 'facts'}>
      {rows.map(
        (row) =>
          row && (
            <Fact key={row[0]} name={row[0]}>
              {row[1]}
            </Fact>
          ),
      )}
      {children}
    </dl>
  )
}

/** One name and its value; `wide` takes the whole line. */
export function Fact({
  name,
  children,
  wide = false,
}: {
  name: string
  children: ReactNode
  wide?: boolean
}) {
  return (
    <div className={wide ? 'fact-wide' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const marks: Readonly<Record<'done' | 'now' | 'wait' | 'bad', IconName>> = {
  done: 'done',
  now: 'clock',
  wait: 'dot',
  bad: 'warn',
}

/** A state in words with its mark. */
export function StateMark({ as, children }: { as: keyof typeof marks; children: ReactNode }) {
  return (
    <span className={`state state-${as}`}>
      <Icon name={marks[as]} /> {children}
    </span>
  )
}
