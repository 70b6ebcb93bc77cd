import type { Ctx } from '../../base/ctx.ts'
import { Problem } from '../../base/problem.ts'
import { type Case, listCases, moveCase, openCase } from '../../ground/cases/index.ts'
import type { Resource } from '../../ground/catalog/index.ts'
import { routeMatter } from '../../ground/duties/index.ts'
import { competentFor } from '../../ground/parties/index.ts'
import type { Verdict } from './types.ts'

const shownFaults = 20

/**
 * Follows a verdict up: faults open one case for the resource or fold into the open one, on the clock of correction
 * (政务数据共享条例 第二十六条); a clean version closes it without anybody's doing.
 */
export async function followFaults(ctx: Ctx, resource: Resource, verdict: Verdict): Promise<void> {
  const {
    items: [open],
  } = await listCases(ctx, { kind: 'quality.fault', subject: resource.id, ended: false, limit: 1 })
  if (verdict.rejected === 0) {
    if (open) await moveCase(ctx, open.id, 'close', { as: 'system', facts: factsOf(verdict) })
    return
  }
  if (open) await noteRemaining(ctx, open, verdict)
  else await openFault(ctx, resource, verdict)
}

async function noteRemaining(ctx: Ctx, open: Case, verdict: Verdict): Promise<void> {
  const move = open.state === 'open' ? 'noteOpen' : 'noteAccepted'
  await moveCase(ctx, open.id, move, { as: 'system', facts: factsOf(verdict) })
}

async function openFault(ctx: Ctx, resource: Resource, verdict: Verdict): Promise<void> {
  const { handler, duty } = await routeFault(ctx, resource.provider)
  const competent = (await competentFor(ctx, resource.provider)).id
  const { zh, en } = resource.name
  await openCase(ctx, {
    kind: 'quality.fault',
    subject: resource.id,
    title: {
      zh: `《${zh}》有 ${verdict.rejected} 行不合格`,
      en: `${en || zh}: ${verdict.rejected} faulty ${verdict.rejected === 1 ? 'row' : 'rows'}`,
    },
    opener: competent,
    handler,
    rule: 'share.correction',
    facts: { ...factsOf(verdict), duty },
  })
}

// Where nobody has been given the duty, the provider answers for its own data.
async function routeFault(ctx: Ctx, provider: string): Promise<{ handler: string; duty: string | null }> {
  try {
    return await routeMatter(ctx, 'quality.fault', provider)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    ctx.log.warn('quality.noDuty', { provider })
    return { handler: provider, duty: null }
  }
}

function factsOf({ resource, n, landed, rejected, unread, score, items }: Verdict) {
  const faults = items.flatMap(({ item, faults }) =>
    faults.map(({ rule, zh, en, count }) => ({ field: item, rule, zh, en, count })),
  )
  return {
    resource,
    n,
    landed,
    rejected,
    unread,
    score,
    faults: faults.toSorted((a, b) => b.count - a.count).slice(0, shownFaults),
  }
}
