import type { Ctx } from '../../base/ctx.ts'
import { approveSubmission, draftSubmission } from './submission.ts'
import type { Line } from './types.ts'

/** What the district's human resources bureau applies for, for one year from the day the tests begin. */
export const application = (lines: readonly { resource: string; field: string }[]) => ({
  purpose: '稳岗返还资格核验',
  basis: '演示依据',
  scenario: '受理申报时核验',
  scope: '经办岗位',
  period: { from: '2025-09-29', until: '2026-09-28' },
  lines: lines.map(({ resource, field }) => ({ resource, fields: [field], modes: ['api' as const] })),
})

/** Whoever lets people act: the town of the tests. */
interface Cast {
  as(person: string): Ctx
}

/** Files one line and returns it. */
export async function fileLine(town: Cast, resource: string, field: string): Promise<Line> {
  const draft = await draftSubmission(town.as('ps.hr.officer'), application([{ resource, field }]))
  const [line] = (await approveSubmission(town.as('ps.hr.head'), draft.id)).lines
  if (!line) throw new Error('nothing was filed')
  return line
}
