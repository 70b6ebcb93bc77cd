import { sql } from 'kysely'
import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'

/** Entries of one kind about one subject on one day (Asia/Shanghai) that agree in the facts they were told apart by. */
export interface EntrySum {
  readonly subject: string
  readonly day: Day
  readonly by: string | null
  readonly entries: number
  /** of the facts added up, in the order asked for; erased bodies and absent facts count as 0 */
  readonly sums: readonly number[]
  readonly lastAt: Date
}

export interface Tally {
  readonly groups: readonly EntrySum[]
  /** place of the last entry counted; where the next count begins */
  readonly upTo: number
  readonly counted: number
}

/**
 * Adds up at most `limit` entries of a kind behind a place in the ledger, told apart by subject, day and one fact.
 * Places are given under the lock of the head, so what comes later stands further on: nothing is missed or met twice.
 */
export async function sumEntries(
  ctx: Ctx,
  ask: {
    readonly kind: string
    readonly after: number
    readonly limit: number
    readonly by: string
    readonly sum: readonly string[]
  },
): Promise<Tally> {
  const { kind, after, limit, by, sum } = ask
  const sums = sum.map((fact) => sql`coalesce(sum((facts ->> ${fact}::text)::numeric), 0)::bigint`)
  const { rows } = await sql<EntrySum & { upTo: number }>`
    with taken as (
      select entry.index, entry.at, entry.subject, kept.body::jsonb as facts
      from ledger.entry as entry left join ledger.body as kept on kept.id = entry.id
      where entry.kind = ${kind} and entry.index > ${after} order by entry.index limit ${limit}
    )
    select subject, (at at time zone 'Asia/Shanghai')::date as day, facts ->> ${by}::text as by,
      count(*) as entries, array[${sql.join(sums)}]::bigint[] as sums, max(at) as "lastAt", max(index) as "upTo"
    from taken group by 1, 2, 3`.execute(ctx.db)
  return {
    groups: rows.map(({ upTo: _upTo, ...group }) => ({ ...group, sums: group.sums.map(Number) })),
    upTo: rows.reduce((last, { upTo }) => Math.max(last, upTo), after),
    counted: rows.reduce((sum, { entries }) => sum + entries, 0),
  }
}
