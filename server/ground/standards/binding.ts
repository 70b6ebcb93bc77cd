import type { Selectable } from 'kysely'
import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields } from '../../base/http/index.ts'
import { record } from '../ledger/index.ts'
import { competentFor, stewardsOf } from '../parties/index.ts'
import { mayAct } from '../policy/index.ts'
import { elements, suggestElements } from './checks/index.ts'
import { refuse } from './problems.ts'
import { type BindingRow, db } from './tables.ts'
import type { Binding, BindingChoice, BindingEvidence, ColumnSample } from './types.ts'

/**
 * Proposes a data element for every column that nobody has decided on yet, with the evidence for it.
 * A column the machine does not recognise gets no proposal: unknown is an answer. Gives all bindings.
 */
export async function suggestBindings(
  ctx: Ctx,
  resource: string,
  columns: readonly ColumnSample[],
): Promise<Binding[]> {
  return tx(ctx, async (ctx) => {
    const decided = new Set(
      (await bindingsOf(ctx, resource))
        .filter(({ state }) => state === 'confirmed')
        .map(({ column }) => column),
    )
    const rows = columns
      .filter(({ name }) => !decided.has(name))
      .flatMap((column) => proposalOf(ctx, resource, column))
    if (rows.length > 0) {
      await db(ctx)
        .insertInto('standards.binding')
        .values(rows)
        .onConflict((it) =>
          it
            .columns(['resource', 'column_name'])
            .doUpdateSet((eb) => ({
              element: eb.ref('excluded.element'),
              evidence: eb.ref('excluded.evidence'),
              suggested_at: eb.ref('excluded.suggested_at'),
            }))
            .where('standards.binding.state', '=', 'suggested'),
        )
        .execute()
      await record(ctx, 'standards.suggested', {
        subject: resource,
        bindings: rows.map(({ column_name, element }) => ({ column: column_name, element })),
      })
      await ctx.jobs.announce(ctx, 'standards.suggested', { resource })
    }
    return bindingsOf(ctx, resource)
  })
}

/** A person of the organisation that manages the resource decides what its columns are; rooms upstairs are told. */
export async function confirmBindings(
  ctx: Ctx,
  resource: string,
  choices: readonly BindingChoice[],
): Promise<Binding[]> {
  return tx(ctx, async (ctx) => {
    await refuseStranger(ctx, resource)
    refuseFaulty(choices)
    const known = new Map((await bindingsOf(ctx, resource)).map((binding) => [binding.column, binding]))
    const rows = choices.map(({ column, element }) => ({
      resource,
      column_name: column,
      element,
      state: 'confirmed' as const,
      evidence: JSON.stringify(known.get(column)?.evidence ?? unproposed),
      suggested_at: null,
      decided_by: ctx.actor.id,
      decided_at: ctx.clock.now(),
    }))
    if (rows.length > 0) {
      await db(ctx)
        .insertInto('standards.binding')
        .values(rows)
        .onConflict((it) =>
          it.columns(['resource', 'column_name']).doUpdateSet((eb) => ({
            element: eb.ref('excluded.element'),
            state: eb.ref('excluded.state'),
            decided_by: eb.ref('excluded.decided_by'),
            decided_at: eb.ref('excluded.decided_at'),
          })),
        )
        .execute()
      await record(ctx, 'standards.bound', {
        subject: resource,
        bindings: choices.map(({ column, element }) => ({ column, element })),
      })
      await ctx.jobs.announce(ctx, 'standards.bound', { resource })
    }
    return bindingsOf(ctx, resource)
  })
}

/** Policy action of those who read the whole record of the house: the auditors. */
const audit = 'ledger.read'

/** The bindings for their reader: who manages the resource, its competent department or an auditor; nobody else. */
export async function showBindings(ctx: Ctx, resource: string): Promise<Binding[]> {
  const owners = await ownersOf(ctx, resource)
  if (owners.length === 0 || !(await mayRead(ctx, owners))) throw refuse.noBindings({ resource })
  return bindingsOf(ctx, resource)
}

/** What is known of a resource's columns, by column name. */
export async function bindingsOf(ctx: Ctx, resource: string): Promise<Binding[]> {
  const rows = await db(ctx)
    .selectFrom('standards.binding')
    .selectAll()
    .where('resource', '=', resource)
    .orderBy('column_name')
    .execute()
  return rows.map(toBinding)
}

const unproposed: BindingEvidence = { suggested: null, score: 0, name: 0, passRate: 0, sample: 0, others: [] }
const mostOthers = 3

function proposalOf(ctx: Ctx, resource: string, { name, samples }: ColumnSample) {
  const [best, ...others] = suggestElements(name, samples)
  if (!best) return []
  const evidence: BindingEvidence = {
    suggested: best.element,
    score: best.score,
    ...best.evidence,
    others: others.slice(0, mostOthers).map(({ element, score }) => ({ element, score })),
  }
  return [
    {
      resource,
      column_name: name,
      element: best.element,
      state: 'suggested' as const,
      evidence: JSON.stringify(evidence),
      suggested_at: ctx.clock.now(),
      decided_by: null,
      decided_at: null,
    },
  ]
}

async function refuseStranger(ctx: Ctx, resource: string): Promise<void> {
  const owners = await ownersOf(ctx, resource)
  const { kind, party } = ctx.actor
  if (kind !== 'person' || party === null || !owners.includes(party))
    throw refuse.notOwner({ resource, owners })
}

async function ownersOf(ctx: Ctx, resource: string): Promise<string[]> {
  const stewards = await stewardsOf(ctx, resource)
  return stewards.filter(({ family }) => family === 'manage').map(({ org }) => org)
}

async function mayRead(ctx: Ctx, owners: readonly string[]): Promise<boolean> {
  const { party } = ctx.actor
  if (mayAct(ctx, audit) || (party !== null && owners.includes(party))) return true
  for (const owner of owners) if ((await competentFor(ctx, owner)).id === party) return true
  return false
}

function refuseFaulty(choices: readonly BindingChoice[]): void {
  const registered = new Set(elements().map(({ id }) => id))
  const columns = choices.map(({ column }) => column)
  const errors = choices.flatMap(({ column, element }, i) => [
    ...(registered.has(element)
      ? []
      : [
          {
            field: `/bindings/${i}/element`,
            rule: 'element',
            zh: `没有数据元 ${element}`,
            en: `there is no data element ${element}`,
          },
        ]),
    ...(columns.indexOf(column) < i
      ? [
          {
            field: `/bindings/${i}/column`,
            rule: 'unique',
            zh: `列 ${column} 重复`,
            en: `the column ${column} stands twice`,
          },
        ]
      : []),
  ])
  if (errors.length > 0) throw invalidFields(errors)
}

function toBinding(row: Selectable<BindingRow>): Binding {
  return {
    resource: row.resource,
    column: row.column_name,
    element: row.element,
    state: row.state,
    evidence: row.evidence,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}
