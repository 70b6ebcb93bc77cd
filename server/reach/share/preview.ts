import type { Ctx } from '../../base/ctx.ts'
import { previewTerms } from '../../flow/serve/index.ts'
import type { PlanField } from '../../ground/policy/index.ts'
import { maskNames } from '../../ground/standards/index.ts'
import { findLine } from './line.ts'
import { refuse } from './problems.ts'
import type { PreviewInput, TermsPreview } from './types.ts'

const usualRows = 20

/**
 * Shows the provider's decider the very rows the applicant would see through these terms, before anything is agreed;
 * terms wider than the application are refused as a counter-offer would be.
 */
export async function previewLine(ctx: Ctx, id: string, input: PreviewInput): Promise<TermsPreview> {
  const line = await findLine(ctx, id)
  if (ctx.actor.party !== line.provider) throw refuse.notYourRows({ provider: line.provider })
  const wider = input.fields.map(({ name }) => name).filter((name) => !line.fields.includes(name))
  if (wider.length > 0) throw refuse.widerThanAsked({ what: wider })
  refuseUnknownMasks(input.fields)
  const { columns, rows, ...counts } = await previewTerms(ctx, {
    resource: line.resource,
    applicant: line.applicant,
    purpose: line.purpose,
    fields: input.fields,
    rows: input.rows,
    limit: input.limit ?? usualRows,
  })
  return {
    line: id,
    resource: line.resource,
    columns: columns.map(({ name, title, type, mask }) => ({ name, title: { ...title }, type, mask })),
    rows: [...rows],
    ...counts,
  }
}

/** A mask nobody knows would stop every delivery, so it is refused while it is still a proposal. */
export function refuseUnknownMasks(fields: readonly PlanField[]): void {
  const known: readonly string[] = maskNames
  const masks = fields.flatMap(({ mask }) => (mask !== null && !known.includes(mask) ? [mask] : []))
  if (masks.length > 0) throw refuse.unknownMask({ masks, known: [...known] })
}
