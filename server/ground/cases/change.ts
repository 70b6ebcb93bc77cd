import { sql } from 'kysely'
import Type from 'typebox'
import { isDay } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields } from '../../base/http/index.ts'
import type { Bilingual, FieldFault } from '../../base/problem.ts'
import { competentFor } from '../parties/index.ts'
import { moveCase } from './move.ts'
import { openCase } from './open.ts'
import { refuse } from './problems.ts'
import { db } from './tables.ts'
import type { Case, CaseKind } from './types.ts'

const term = 'catalog.change.submit'

/** 目录更新: an entry must change because the law or a duty has changed; the provider updates and submits it (第十七条第二款). */
export const changeKind: CaseKind = {
  kind: 'catalog.change',
  title: { zh: '目录更新', en: 'Entry to be updated' },
  start: 'due',
  extendable: true,
  states: {
    due: { zh: '待更新报送', en: 'to be updated and submitted', clock: 'runs' },
    submitted: { zh: '已报送', en: 'submitted for review', ended: true, clock: 'none' },
    void: { zh: '已撤销', en: 'found needless', ended: true, clock: 'none' },
  },
  moves: {
    submit: { zh: '更新并报送审核', en: 'update and submit', from: ['due'], to: 'submitted', by: 'system' },
    cancel: {
      zh: '无需更新，撤销',
      en: 'cancel: no update is needed',
      from: ['due'],
      to: 'void',
      by: 'competent',
      may: 'catalog.review',
      generic: true,
      reason: 'required',
    },
  },
}

/** Why an entry must change, as the article names it. */
export const ChangeInput = Type.Object({
  changedOn: Type.String({ description: '情形发生之日 / the day on which it took place, YYYY-MM-DD' }),
  ground: Type.Enum(['law', 'adminRegulation', 'stateCouncilDecision', 'duties']),
  what: Type.String({ minLength: 2, maxLength: 2000 }),
})
export type ChangeInput = Type.Static<typeof ChangeInput>

/** The entry that must change, as its room knows it. */
export interface ChangedEntry {
  readonly id: string
  readonly name: Bilingual
  readonly provider: string
}

/**
 * Notes that an entry must change, by its provider or the provider's competent department; the provider's clock runs
 * from the day of the change (rule catalog.change.submit), and late noting gives no day away. One at a time per entry.
 */
export async function noteChange(ctx: Ctx, entry: ChangedEntry, input: ChangeInput): Promise<Case> {
  const { id: competent } = await competentFor(ctx, entry.provider)
  if (ctx.actor.party === null || ![entry.provider, competent].includes(ctx.actor.party))
    throw refuse.notYourEntry({ party: entry.provider, competent })
  refuseWrongDay(ctx, input.changedOn)
  return tx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtext('cases.change'), hashtext(${entry.id}))`.execute(ctx.db)
    const [open] = await openChanges(ctx, entry.id)
    if (open) throw refuse.changeNoted({ case: open })
    return openCase(ctx, {
      kind: changeKind.kind,
      subject: entry.id,
      title: entry.name,
      opener: ctx.actor.party ?? competent,
      handler: entry.provider,
      competent,
      rule: term,
      from: input.changedOn,
      facts: { ground: input.ground, what: input.what, changedOn: input.changedOn },
    })
  })
}

/** The updated entry went to review: what was noted of it is done, in time or late. */
export async function settleChange(ctx: Ctx, entry: string): Promise<void> {
  for (const id of await openChanges(ctx, entry)) await moveCase(ctx, id, 'submit', { as: 'system' })
}

async function openChanges(ctx: Ctx, entry: string): Promise<string[]> {
  const rows = await db(ctx)
    .selectFrom('cases.item')
    .select('id')
    .where('kind', '=', changeKind.kind)
    .where('subject', '=', entry)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

function refuseWrongDay(ctx: Ctx, changedOn: string): void {
  const { effectiveFrom } = ctx.rules.rule(term)
  const today = ctx.clock.today()
  if (isDay(changedOn) && effectiveFrom <= changedOn && changedOn <= today) return
  const fault: FieldFault = {
    field: '/changedOn',
    rule: 'day',
    zh: `应是 ${effectiveFrom} 至今日之间的日期`,
    en: `a day from ${effectiveFrom} to today`,
  }
  throw invalidFields([fault])
}
