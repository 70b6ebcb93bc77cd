import type { Ctx } from '../../base/ctx.ts'
import { tx } from '../../base/db/index.ts'
import { invalidFields, type Page, pageOf, readCursor } from '../../base/http/index.ts'
import { type FieldFault, Problem } from '../../base/problem.ts'
import { openCases } from '../../ground/cases/index.ts'
import { findResources, holdPublished, type Resource } from '../../ground/catalog/index.ts'
import { routeMatter } from '../../ground/duties/index.ts'
import { checkFilter, mayAct } from '../../ground/policy/index.ts'
import { standingOf } from './follow.ts'
import { linesOf } from './line.ts'
import { recordNews } from './news.ts'
import { refuse } from './problems.ts'
import { db, type SubmissionRow } from './tables.ts'
import type { Submission, SubmissionInput } from './types.ts'

/**
 * Drafts one application for many resources, whichever level holds them (批量跨级共享申请).
 * One closed or unknown resource refuses the whole draft, so nobody files half an application.
 */
export async function draftSubmission(ctx: Ctx, input: SubmissionInput): Promise<Submission> {
  const applicant = partyOf(ctx)
  refusePeriod(ctx, input)
  return tx(ctx, async (ctx) => {
    const resources = await resourcesOf(ctx, input, applicant)
    const id = ctx.ids.next('sub')
    await db(ctx)
      .insertInto('share.submission')
      .values({
        id,
        applicant,
        drafted_by: ctx.actor.id,
        approved_by: null,
        purpose: input.purpose,
        basis: input.basis,
        scenario: input.scenario,
        scope: input.scope,
        use_from: input.period.from,
        use_until: input.period.until,
        state: 'drafted',
        drafted_at: ctx.clock.now(),
        filed_at: null,
      })
      .execute()
    await db(ctx)
      .insertInto('share.line')
      .values(
        input.lines.map((line, i) => {
          const { provider, attribute } = resources.get(line.resource) as Resource & {
            attribute: 'conditional'
          }
          return {
            id: ctx.ids.next('lin'),
            submission: id,
            position: i + 1,
            resource: line.resource,
            provider,
            attribute,
            fields: line.fields,
            row_filter: line.rows ? JSON.stringify(line.rows) : null,
            modes: line.modes,
            case_id: null,
          }
        }),
      )
      .execute()
    await recordNews(ctx, 'share.drafted', {
      subject: id,
      resources: input.lines.map(({ resource }) => resource),
    })
    return findSubmission(ctx, id)
  })
}

/**
 * The head of the applicant's sharing office approves, and the submission is filed: every line
 * becomes a case at its competent handler with its own clock (第二十条第三款、第二十一条).
 */
export async function approveSubmission(ctx: Ctx, id: string): Promise<Submission> {
  return tx(ctx, async (ctx) => {
    const submission = await db(ctx)
      .selectFrom('share.submission')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!submission) throw refuse.noSubmission({ submission: id })
    if (submission.applicant !== ctx.actor.party) throw refuse.notYourOffice()
    if (submission.state !== 'drafted') throw refuse.alreadyFiled({ submission: id, state: submission.state })
    const lines = await db(ctx)
      .selectFrom('share.line')
      .selectAll()
      .where('submission', '=', id)
      .orderBy('position')
      .execute()
    const resources = await holdAll(ctx, id, lines)
    const cases = await openCases(
      ctx,
      await Promise.all(
        lines.map(async (line) => ({
          kind: 'share.answer',
          subject: line.id,
          title: resources.get(line.resource)?.name ?? { zh: line.resource, en: line.resource },
          opener: submission.applicant,
          handler: (await routeMatter(ctx, 'share.answer', line.provider)).handler,
          rule: `share.answer.${line.attribute}`,
          from: ctx.clock.today(),
          facts: { submission: id, resource: line.resource },
        })),
      ),
    )
    for (const item of cases) {
      await db(ctx)
        .updateTable('share.line')
        .set({ case_id: item.id })
        .where('id', '=', item.subject)
        .execute()
    }
    await db(ctx).insertInto('share.standing').values(cases.map(standingOf)).execute()
    await db(ctx)
      .updateTable('share.submission')
      .set({ state: 'filed', approved_by: ctx.actor.id, filed_at: ctx.clock.now() })
      .where('id', '=', id)
      .execute()
    await recordNews(ctx, 'share.filed', {
      subject: id,
      lines: lines.map(({ id, resource, provider }) => ({ id, resource, provider })),
    })
    return findSubmission(ctx, id)
  })
}

/** One submission with where each line stands, like a parcel. Its parties and the supervisors may see it. */
export async function findSubmission(ctx: Ctx, id: string): Promise<Submission> {
  const row = await db(ctx).selectFrom('share.submission').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse.noSubmission({ submission: id })
  const lines = await linesOf(ctx, id)
  const mine = row.applicant === ctx.actor.party
  const answered = lines.filter(({ provider, case: item }) =>
    [provider, item?.handler, item?.competent].includes(ctx.actor.party ?? ''),
  )
  const sees = mine || ctx.actor.kind === 'system' || mayAct(ctx, 'share.supervise')
  if (!sees && answered.length === 0) throw refuse.noSubmission({ submission: id })
  return toSubmission(row, sees ? lines : answered)
}

/** The submissions of the actor's own organisation, newest first. */
export async function listSubmissions(
  ctx: Ctx,
  page: { cursor?: string; limit?: number },
): Promise<Page<Omit<Submission, 'lines'>>> {
  const limit = page.limit ?? 50
  const after = readCursor(page.cursor, 1)
  let query = db(ctx)
    .selectFrom('share.submission')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (!mayAct(ctx, 'share.supervise')) query = query.where('applicant', '=', partyOf(ctx))
  if (after) query = query.where('id', '<', String(after[0]))
  return pageOf(
    await query.execute(),
    limit,
    (row) => withoutLines(row),
    (row) => [row.id],
  )
}

/** The organisation the actor acts for; the public and the platform have none. */
export function partyOf(ctx: Ctx): string {
  if (!ctx.actor.party) throw refuse.notParty({ who: '…' })
  return ctx.actor.party
}

/** The entries of all lines, held as published until the submission is filed; one taken back meanwhile refuses it whole. */
async function holdAll(
  ctx: Ctx,
  submission: string,
  lines: readonly { resource: string }[],
): Promise<Map<string, Resource>> {
  const wanted = lines.map(({ resource }) => resource)
  const resources = await holdPublished(ctx, wanted)
  const gone = wanted.filter((resource) => !resources.has(resource))
  if (gone.length > 0) throw refuse.withdrawnResource({ submission, resources: gone })
  return resources
}

async function resourcesOf(
  ctx: Ctx,
  input: SubmissionInput,
  applicant: string,
): Promise<Map<string, Resource>> {
  const ids = input.lines.map(({ resource }) => resource)
  refuseRepeated(ids)
  const found = await findResources(ctx, ids)
  const published = new Map([...found].filter(([, { state }]) => state === 'published'))
  const unknown = ids.filter((id) => !published.has(id))
  if (unknown.length > 0) throw refuse.unknownResource({ resources: unknown })
  const all = [...published.values()]
  const closed = all.filter(({ attribute }) => attribute === 'withheld')
  if (closed.length > 0) {
    throw refuse.withheldResource({
      resources: closed.map(({ id }) => id),
      basis: closed.flatMap(({ basis }) => basis),
    })
  }
  const own = all.filter(({ provider }) => provider === applicant).map(({ id }) => id)
  if (own.length > 0) throw refuse.ownResource({ resources: own })
  for (const [i, line] of input.lines.entries())
    refuseUnlike(line, published.get(line.resource) as Resource, `/lines/${i}`)
  return published
}

function refuseRepeated(ids: readonly string[]): void {
  const repeated = ids.flatMap((id, i) => (ids.indexOf(id) < i ? [i] : []))
  if (repeated.length === 0) return
  throw invalidFields(
    repeated.map((i) => ({
      field: `/lines/${i}/resource`,
      rule: 'unique',
      zh: '同一资源只列一条',
      en: 'list a resource once',
    })),
  )
}

function refuseUnlike(line: SubmissionInput['lines'][number], resource: Resource, at: string): void {
  const names = resource.items.map(({ name }) => name)
  const unknown = line.fields.filter((name) => !names.includes(name))
  const beside = (field: string, names: readonly string[]) => [
    {
      field: `${at}/${field}`,
      rule: field,
      zh: `目录条目没有：${names.join('、')}`,
      en: `not in the entry: ${names.join(', ')}`,
    },
  ]
  if (unknown.length > 0)
    throw refuse.unknownField({ resource: resource.id, fields: unknown, errors: beside('fields', unknown) })
  if (line.rows) checkRows(line.rows, names, `${at}/rows`)
  const modes = line.modes.filter((mode) => !resource.modes.includes(mode))
  if (modes.length > 0)
    throw refuse.modeNotOffered({ resource: resource.id, modes, errors: beside('modes', modes) })
}

// Policy tells the faults of a rule from its own root; here the rule is part of a line.
function checkRows(rows: unknown, names: readonly string[], at: string): void {
  try {
    checkFilter(rows, names)
  } catch (error) {
    const errors = error instanceof Problem ? (error.facts.errors as FieldFault[] | undefined) : undefined
    if (!errors) throw error
    throw invalidFields(
      errors.map((fault) => ({ ...fault, field: `${at}${fault.field === '/' ? '' : fault.field}` })),
    )
  }
}

function refusePeriod(ctx: Ctx, { period }: SubmissionInput): void {
  if (period.until >= ctx.clock.today() && period.until >= period.from) return
  const zh = '须不早于开始日，且不早于今天'
  const en = 'neither before it begins nor before today'
  throw refuse.periodOver({ errors: [{ field: '/period/until', rule: 'period', zh, en }] })
}

function toSubmission(row: SubmissionSelect, lines: Submission['lines']): Submission {
  return { ...withoutLines(row), lines }
}

type SubmissionSelect = {
  [K in keyof SubmissionRow]: K extends 'drafted_at'
    ? Date
    : K extends 'filed_at'
      ? Date | null
      : SubmissionRow[K]
}

function withoutLines(row: SubmissionSelect): Omit<Submission, 'lines'> {
  return {
    id: row.id,
    applicant: row.applicant,
    purpose: row.purpose,
    basis: row.basis,
    scenario: row.scenario,
    scope: row.scope,
    period: { from: row.use_from, until: row.use_until },
    state: row.state,
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    draftedAt: row.drafted_at.toISOString(),
    filedAt: row.filed_at?.toISOString() ?? null,
  }
}
