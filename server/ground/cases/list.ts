import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { toCases } from './case.ts'
import { pausingStates } from './kinds.ts'
import { isBindingSql } from './overdue.ts'
import { type CaseTables, db } from './tables.ts'
import type { Case, CaseFilter } from './types.ts'

const usual = 50

/** Cases by time left: those nearest their end first (of one day, hours before days), those without a running clock last. */
export async function listCases(ctx: Ctx, filter: CaseFilter = {}): Promise<Page<Case>> {
  const { cursor, limit = usual } = filter
  const after = readCursor(cursor, 3)
  const lastDay = sql<string>`coalesce(due_on, 'infinity'::date)`
  const lastHour = sql<string>`coalesce(due_at, 'infinity'::timestamptz)`
  const rows = await db(ctx)
    .selectFrom('cases.item')
    .selectAll()
    .where(wanted(ctx, filter))
    .where(
      after
        ? sql<boolean>`(${lastDay}, ${lastHour}, id) > (${after[0]}::date, ${after[1]}::timestamptz, ${after[2]})`
        : sql<boolean>`true`,
    )
    .orderBy(lastDay)
    .orderBy(lastHour)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const cut = pageOf(
    rows,
    limit,
    (row) => row,
    ({ due_on, due_at, id }) => [due_on ?? 'infinity', due_at?.toISOString() ?? 'infinity', id],
  )
  const items = await toCases(ctx, cut.items)
  return { items, ...(cut.next !== undefined && { next: cut.next }) }
}

/** How many cases of each kind a list holds, whatever its filter says of the kind. */
export async function countKinds(ctx: Ctx, { kind: _, ...filter }: CaseFilter): Promise<Map<string, number>> {
  const rows = await db(ctx)
    .selectFrom('cases.item')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('n')])
    .where(wanted(ctx, filter))
    .groupBy('kind')
    .execute()
  return new Map(rows.map(({ kind, n }) => [kind, n]))
}

function wanted(ctx: Ctx, filter: CaseFilter): Expression<SqlBool> {
  const { ended, overdue, party, waitingFor } = filter
  const eb = expressionBuilder<CaseTables, 'cases.item'>()
  const all: Expression<SqlBool>[] = [eb.lit(true)]
  for (const column of ['handler', 'opener', 'competent', 'kind', 'subject'] as const) {
    const value = filter[column]
    if (value !== undefined) all.push(eb(column, '=', value))
  }
  if (ended !== undefined) all.push(eb('ended_at', ended ? 'is not' : 'is', null))
  if (overdue !== undefined) all.push(overdue ? isLate(ctx) : sql<boolean>`not ${isLate(ctx)}`)
  if (waitingFor !== undefined) all.push(waitsFor(waitingFor))
  if (party !== undefined)
    all.push(eb.or((['handler', 'opener', 'competent'] as const).map((part) => eb(part, '=', party))))
  return eb.and(all)
}

/** It is the opener's turn in states that pause the clock, else the handler's; whether a clock runs at all or not. */
function waitsFor(party: string) {
  const paused = pausingStates().map(([kind, state]) => sql`(${kind}, ${state})`)
  const turn =
    paused.length === 0
      ? sql`handler`
      : sql`case when (kind, state) in (${sql.join(paused)}) then opener else handler end`
  return sql<boolean>`(ended_at is null and ${turn} = ${party})`
}

/** Overdue by its clock today, whether or not the sweep has come by. */
function isLate(ctx: Ctx) {
  const past = sql`case when due_at is null then due_on < ${ctx.clock.today()}::date else due_at < ${ctx.clock.now()} end`
  return sql<boolean>`(overdue or (ended_at is null and coalesce(${past}, false) and ${isBindingSql}))`
}
