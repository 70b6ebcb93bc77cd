import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields } from '../../base/http/index.ts'
import type { FieldFault } from '../../base/problem.ts'
import { record } from '../ledger/index.ts'
import { rememberBriefly } from '../parties/index.ts'
import { checkFilter, type Filter } from './filter.ts'
import { toldOf } from './names.ts'
import { refuse } from './problems.ts'
import { db, type PolicyTables } from './tables.ts'
import { changeChannel, revokeTokens } from './token.ts'
import type { AccessPlan, Mode, PlanChange, PlanState } from './types.ts'

/** Puts what was agreed into force for every channel at once; 409 when the agreement has a plan already. */
export async function putPlan(ctx: Ctx, plan: AccessPlan): Promise<AccessPlan> {
  refuseUnfit(plan)
  const put: AccessPlan = { ...plan, revision: 1 }
  await tx(ctx, async (ctx) => {
    const made = await db(ctx)
      .insertInto('policy.plan')
      .values(toRow(ctx, put))
      .onConflict((it) => it.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw refuse.planExists(await toldOf(ctx, plan))
    await keepRevision(ctx, put, null)
    await record(ctx, 'policy.granted', {
      subject: plan.id,
      resource: plan.resource,
      applicant: plan.applicant,
      provider: plan.provider,
      revision: 1,
      fields: plan.fields.map(({ name }) => name),
      modes: plan.modes,
      from: plan.from,
      until: plan.until,
      rows: plan.rows !== null,
    })
    await ctx.jobs.announce(ctx, 'policy.granted', { plan: plan.id })
  })
  plans.forget(ctx, plan.id)
  return put
}

/** Changes a plan by a new revision; ended is final and revokes the plan's tokens. Every process follows within a second. */
export async function changePlan(ctx: Ctx, id: string, change: PlanChange): Promise<AccessPlan> {
  const { reason, ...fields } = change
  const changed = await tx(ctx, async (ctx) => {
    const row = await db(ctx)
      .selectFrom('policy.plan')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw refuse.unknownPlan({ plan: id })
    if (row.state === 'ended') throw refuse.planOver(await toldOf(ctx, row))
    const before = toPlan(row)
    const plan: AccessPlan = { ...before, ...fields, revision: before.revision + 1 }
    refuseUnfit(plan)
    await db(ctx).updateTable('policy.plan').set(toRow(ctx, plan)).where('id', '=', id).execute()
    await keepRevision(ctx, plan, reason)
    if (plan.state === 'ended') await revokeTokens(ctx, id)
    await record(ctx, 'policy.changed', {
      subject: id,
      revision: plan.revision,
      state: plan.state,
      changed: Object.keys(fields),
    })
    await ctx.jobs.announce(ctx, 'policy.changed', { plan: id })
    return plan
  })
  plans.forget(ctx, id)
  return changed
}

/** The plan of an agreement as it holds now, at most a second old; undefined when there is none. */
export function planOf(ctx: Ctx, id: string): Promise<AccessPlan | undefined> {
  return plans.get(ctx, id)
}

/** Plans by resource, applicant or state; `inForce` leaves out those whose time has run out. */
export async function plansFor(
  ctx: Ctx,
  filter: { resource?: string; applicant?: string; state?: PlanState },
): Promise<AccessPlan[]> {
  const { resource, applicant, state } = filter
  let query = db(ctx).selectFrom('policy.plan').selectAll().orderBy('id')
  if (resource !== undefined) query = query.where('resource', '=', resource)
  if (applicant !== undefined) query = query.where('applicant', '=', applicant)
  if (state !== undefined) query = query.where('state', '=', state)
  if (state === 'inForce') query = query.where('until_on', '>=', ctx.clock.today())
  return (await query.execute()).map(toPlan)
}

/** Has a plan, or all of them, read anew. */
export function forgetPlans(ctx: Ctx, id?: string): void {
  plans.forget(ctx, id)
}

const plans = rememberBriefly<AccessPlan>(async (ctx, id) => {
  const row = await db(ctx).selectFrom('policy.plan').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toPlan(row)
})

/** Reads a stored plan and trusts nothing: one that cannot be understood is an error, and an error denies. */
function toPlan(row: Selectable<PolicyTables['policy.plan']>): AccessPlan {
  const plan: AccessPlan = {
    id: row.id,
    resource: row.resource,
    applicant: row.applicant,
    provider: row.provider,
    purpose: row.purpose,
    fields: row.fields,
    rows: row.rows as Filter | null,
    modes: row.modes,
    from: row.from_on,
    until: row.until_on,
    state: row.state,
    revision: row.revision,
    keyField: row.key_field,
  }
  refuseUnfit(plan)
  return plan
}

function toRow(ctx: Ctx, plan: AccessPlan) {
  return {
    id: plan.id,
    resource: plan.resource,
    applicant: plan.applicant,
    provider: plan.provider,
    purpose: plan.purpose,
    fields: JSON.stringify(plan.fields),
    rows: plan.rows && JSON.stringify(plan.rows),
    modes: plan.modes,
    from_on: plan.from,
    until_on: plan.until,
    state: plan.state,
    key_field: plan.keyField,
    revision: plan.revision,
    changed_at: ctx.clock.now(),
  }
}

async function keepRevision(ctx: Ctx, plan: AccessPlan, reason: string | null): Promise<void> {
  await db(ctx)
    .insertInto('policy.plan_revision')
    .values({
      plan: plan.id,
      revision: plan.revision,
      content: JSON.stringify(plan),
      reason,
      changed_by: ctx.actor.id,
      changed_at: ctx.clock.now(),
    })
    .execute()
  await sql`select pg_notify(${changeChannel}, ${plan.id})`.execute(ctx.db)
}

const modes: readonly Mode[] = ['api', 'file', 'delta']

function refuseUnfit(plan: AccessPlan): void {
  const faults: FieldFault[] = []
  const add = (field: string, zh: string, en: string) => faults.push({ field, rule: 'plan', zh, en })
  const names = Array.isArray(plan.fields) ? plan.fields.map(({ name }) => name) : []
  const whole =
    names.length > 0 &&
    plan.fields.every(
      ({ name, mask }) =>
        typeof name === 'string' && name !== '' && (mask === null || typeof mask === 'string'),
    )
  if (!whole) add('/fields', '应列出至少一个字段及其脱敏方式', 'names at least one field with its mask')
  // Two entries for one field could disagree about its mask.
  if (new Set(names).size !== names.length) add('/fields', '字段不得重复', 'no field stands twice')
  const known =
    Array.isArray(plan.modes) && plan.modes.length > 0 && plan.modes.every((mode) => modes.includes(mode))
  if (!known) add('/modes', `共享方式应为 ${modes.join('、')}`, `modes are ${modes.join(', ')}`)
  if (plan.until < plan.from) add('/until', '截止日不得早于起始日', 'the last day is not before the first')
  if (plan.keyField !== null && !names.includes(plan.keyField))
    add('/keyField', '主键应在所列字段之中', 'the key is one of the fields')
  if (faults.length > 0) throw invalidFields(faults)
  if (plan.rows !== null) checkFilter(plan.rows)
}
