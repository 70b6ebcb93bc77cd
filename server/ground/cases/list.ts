import { type Expression, type SqlBool, sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { toCases } from './case.ts'
import { db } from './tables.ts'
import type { Case, CaseFilter } from './types.ts'

const usual = 50

/** Cases by time left: those nearest their last day first, those without a running clock last. */
export async function listCases(ctx: Ctx, filter: CaseFilter = {}): Promise<Page<Case>> {
  const { cursor, limit = usual, ended, overdue, party } = filter
  const after = readCursor(cursor, 2)
  const lastDay = sql<string>`coalesce(due_on, 'infinity'::date)`
  const rows = await db(ctx)
    .selectFrom('cases.item')
    .selectAll()
    .where((eb) => {
      const wanted: Expression<SqlBool>[] = [eb.lit(true)]
      for (const column of ['handler', 'opener', 'competent', 'kind', 'subject'] as const) {
        const value = filter[column]
        if (value !== undefined) wanted.push(eb(column, '=', value))
      }
      if (ended !== undefined) wanted.push(eb('ended_at', ended ? 'is not' : 'is', null))
      if (overdue !== undefined) wanted.push(overdue ? isLate(ctx) : sql<boolean>`not ${isLate(ctx)}`)
      if (party !== undefined)
        wanted.push(eb.or((['handler', 'opener', 'competent'] as const).map((part) => eb(part, '=', party))))
      if (after) wanted.push(sql<boolean>`(${lastDay}, id) > (${after[0]}::date, ${after[1]})`)
      return eb.and(wanted)
    })
    .orderBy(lastDay)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const cut = pageOf(
    rows,
    limit,
    (row) => row,
    ({ due_on, id }) => [due_on ?? 'infinity', id],
  )
  const items = await toCases(ctx, cut.items)
  return { items, ...(cut.next !== undefined && { next: cut.next }) }
}

/** Overdue by its clock today, whether or not the sweep has come by. */
function isLate(ctx: Ctx) {
  return sql<boolean>`(overdue or (ended_at is null and coalesce(due_on < ${ctx.clock.today()}::date, false)))`
}
