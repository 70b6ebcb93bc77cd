import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { toCases } from './case.ts'
import { knownKinds, pausingStates } from './kinds.ts'
import { isBindingSql } from './overdue.ts'
import type { ItemRow } from './tables.ts'
import type { Case, CaseFilter } from './types.ts'

const usual = 50
/** No list is counted beyond this: nobody needs to know whether it is a million or two. */
export const countedAtMost = 1000

/**
 * Cases by time left: those nearest their end first (of one day, hours before days), after them those without a running
 * clock, last those that have ended. Migration 003 has an index in this order behind every part a reader can have.
 */
export async function listCases(ctx: Ctx, filter: CaseFilter = {}): Promise<Page<Case>> {
  const { cursor, limit = usual } = filter
  const { rows } = await sql<Selectable<ItemRow>>`
    select *, due_by::text from cases.item where id in (${someOf(ctx, filter, beyond(cursor), limit + 1)})
    order by cases.item.due_by, id limit ${sql.lit(limit + 1)}`.execute(ctx.db)
  const cut = pageOf(
    rows,
    limit,
    (row) => row,
    ({ due_by, id }) => [due_by, id],
  )
  const items = await toCases(ctx, cut.items)
  return { items, ...(cut.next !== undefined && { next: cut.next }) }
}

function beyond(cursor: string | undefined): RawBuilder<unknown> {
  const [dueBy, id] = readCursor(cursor, 2) ?? []
  if (dueBy === undefined) return sql`true`
  // Said outright, since the planner takes nothing to be beyond infinity and would choose an index for nothing.
  return dueBy === 'infinity'
    ? sql`due_by = 'infinity' and id > ${id}`
    : sql`(due_by, id) > (${dueBy}::timestamp, ${id})`
}

/** How many cases of a kind a list holds; counted no further than `countedAtMost`, then there are more. */
export interface KindCount {
  readonly cases: number
  readonly more: boolean
}

/** The numbers of a list by kind, whatever its filter says of the kind. */
export async function countKinds(ctx: Ctx, filter: CaseFilter): Promise<Map<string, KindCount>> {
  const counts = knownKinds().map(
    ({ kind }) => sql`select ${kind}::text as kind, count(*)::int as n
      from (${someOf(ctx, { ...filter, kind }, sql`true`, countedAtMost + 1)}) as found`,
  )
  if (counts.length === 0) return new Map()
  const { rows } = await sql<{ kind: string; n: number }>`${sql.join(counts, sql` union all `)}`.execute(
    ctx.db,
  )
  return new Map(
    rows.map(({ kind, n }) => [kind, { cases: Math.min(n, countedAtMost), more: n > countedAtMost }]),
  )
}

/**
 * The ids of at least the first `limit` cases of a list. Every part in which a reader may stand is read in the order of
 * its own index and only as far as asked, so that a page costs the same behind ten cases and behind a million.
 */
function someOf(ctx: Ctx, filter: CaseFilter, beyond: RawBuilder<unknown>, limit: number) {
  const narrow = narrowed(ctx, filter)
  const branches = partsOf(filter).map(
    (part) => sql`(select id from cases.item where ${part} and ${narrow} and ${beyond}
      order by due_by, id limit ${sql.lit(limit)})`,
  )
  return sql`${sql.join(branches, sql` union `)}`
}

/** Whose cases: those of a party by each of its parts, or those that wait for it, or all. */
function partsOf({ party, waitingFor }: CaseFilter): RawBuilder<unknown>[] {
  if (waitingFor !== undefined)
    return turnsOf(waitingFor).map((turn) =>
      party === undefined || party === waitingFor
        ? turn
        : sql`${turn} and ${party} in (handler, opener, competent)`,
    )
  if (party === undefined) return [sql`true`]
  return [sql`handler = ${party}`, sql`opener = ${party}`, sql`competent = ${party}`]
}

/** It is the opener's turn in states that pause the clock, else the handler's; whether a clock runs at all or not. */
function turnsOf(party: string): RawBuilder<unknown>[] {
  const paused = pausingStates()
  const isPaused = sql.join([sql`('', '')`, ...paused.map(([kind, state]) => sql`(${kind}, ${state})`)])
  return [
    sql`(due_by < 'infinity' and handler = ${party} and (kind, state) not in (${isPaused}))`,
    ...paused.map(
      ([kind, state]) =>
        sql`(due_by < 'infinity' and opener = ${party} and kind = ${kind} and state = ${state})`,
    ),
  ]
}

function narrowed(ctx: Ctx, filter: CaseFilter): RawBuilder<unknown> {
  const { ended, overdue } = filter
  const all: RawBuilder<unknown>[] = [sql`true`]
  for (const column of ['handler', 'opener', 'competent', 'kind', 'subject'] as const) {
    const value = filter[column]
    if (value !== undefined) all.push(sql`${sql.ref(column)} = ${value}`)
  }
  if (ended !== undefined) all.push(ended ? sql`due_by = 'infinity'` : sql`due_by < 'infinity'`)
  if (overdue !== undefined) all.push(overdue ? isLate(ctx) : sql`${isLate(ctx)} is not true`)
  return sql.join(all, sql` and `)
}

/**
 * Overdue by its clock today, whether or not the sweep has come by. A clock in hours never runs out after its day:
 * `due_on` alone keeps the search to few, and has the sweep's index.
 */
function isLate(ctx: Ctx): RawBuilder<unknown> {
  const today = sql`${ctx.clock.today()}::date`
  const past = sql`case when due_at is null then due_on < ${today} else due_at < ${ctx.clock.now()} end`
  return sql`(overdue or (ended_at is null and not overdue and due_on <= ${today} and coalesce(${past}, false) and ${isBindingSql}))`
}
