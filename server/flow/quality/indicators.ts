import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import type { Term } from '../../base/rules/index.ts'
import type { Resource, Version } from '../../ground/catalog/index.ts'
import { element } from '../../ground/standards/index.ts'
import type { Judged } from './cell.ts'
import type { Tally } from './judge.ts'
import type { Dimension, Indicator } from './types.ts'

interface IndicatorText {
  readonly code: string
  readonly dimension: string
  readonly zh: string
  readonly en: string
  readonly inverse: boolean
}

interface Share {
  readonly a: number
  readonly b: number
}

const none: Share = { a: 0, b: 0 }
const formatFaults = /(^type[.]|[.](format|check|inner|length|range)$)/

/** What the verdict needs to know beside the counts. */
export interface Evidence {
  readonly resource: Pick<Resource, 'cycle'>
  readonly judged: readonly Judged[]
  readonly tally: Tally
  readonly unread: number
  /** the accepted version before this one */
  readonly before: Pick<Version, 'at'> | undefined
}

/**
 * All indicators of GB/T 36344-2018 with their A and B. What this room cannot evaluate has B = 0 and is
 * `notEvaluated`, never 0 or 100 %.
 */
export function evaluate(ctx: Ctx, evidence: Evidence): Indicator[] {
  const texts = ctx.rules.param<IndicatorText[]>('quality.indicators', 'indicators')
  const shares = measure(ctx, evidence)
  return texts.map(({ code, dimension, zh, en, inverse }) => {
    const { a, b } = shares[code] ?? none
    const state = b === 0 ? 'notEvaluated' : 'evaluated'
    return { code, dimension, name: { zh, en }, inverse, a, b, state, share: b === 0 ? null : a / b }
  })
}

function measure(ctx: Ctx, evidence: Evidence): Record<string, Share> {
  const { judged, tally, unread } = evidence
  const cells = judged.map((one, i) => ({
    ...one,
    ...tally.items[i],
    faults: tally.items[i]?.faults ?? {},
    values: tally.items[i]?.values ?? 0,
  }))
  const sum = (of: typeof cells, counts: (rule: string) => boolean): Share => {
    const b = of.reduce((total, { values }) => total + values, 0)
    const bad = of
      .flatMap(({ faults }) => Object.entries(faults))
      .reduce((total, [rule, n]) => total + (counts(rule) ? n : 0), 0)
    return { a: b - bad, b }
  }
  const isFault = (rule: string) => rule !== 'value.missing'
  const bound = cells.filter(({ element }) => element !== null)
  const required = judged.flatMap(({ item }, i) =>
    item.key || !item.nullable ? [tally.items[i]?.missing ?? 0] : [],
  )
  const landed = tally.rows + unread
  return {
    '0101': sum(bound, isFault),
    '0105': sum(
      bound.filter((one) => isCoded(one.element)),
      isFault,
    ),
    '0201': {
      a: required.length * tally.rows - required.reduce((total, n) => total + n, 0),
      b: required.length * tally.rows,
    },
    '0202': { a: tally.rows - tally.incomplete, b: landed },
    '0301': sum(cells, isFault),
    '0302': sum(cells, (rule) => formatFaults.test(rule)),
    '0303': { a: tally.members, b: tally.keyed },
    '0304': { a: tally.keyed - tally.members, b: tally.keyed },
    '0305': { a: tally.faulty + tally.surplus + unread, b: landed },
    '0502': timely(ctx, evidence),
    // The checked table was written and can be opened: that is what this room can say of access; use is measured by serving.
    '0601': landed === 0 ? none : { a: 1, b: 1 },
  }
}

function isCoded(id: string | null): boolean {
  return id !== null && ['code', 'division'].includes(element(id).kind)
}

// By the catalogue's cycle on the statutory calendar; the first version has nothing to be late against.
function timely(ctx: Ctx, { resource, before }: Evidence): Share {
  const term = ctx.rules.param<Record<string, Term>>('local.quality.cycles', 'cycles')[resource.cycle ?? '']
  if (!term || !before) return none
  const dueOn = ctx.rules.add(term, dayOf(new Date(before.at))).on
  return { a: ctx.clock.today() <= dueOn ? 1 : 0, b: 1 }
}

/** The six dimensions with their weights, and the score over those that were evaluated (rule local.quality.weights). */
export function weigh(
  ctx: Ctx,
  indicators: readonly Indicator[],
): { dimensions: Dimension[]; score: number | null } {
  const texts = ctx.rules.param<{ key: string; zh: string; en: string }[]>('quality.dimensions', 'dimensions')
  const weights = ctx.rules.param<Record<string, number>>('local.quality.weights', 'weights')
  const dimensions = texts.map(({ key, zh, en }): Dimension => {
    const shares = indicators.flatMap(({ dimension, share, inverse }) =>
      dimension === key && share !== null ? [inverse ? 1 - share : share] : [],
    )
    const score =
      shares.length === 0
        ? null
        : round((100 * shares.reduce((total, share) => total + share, 0)) / shares.length)
    return { key, name: { zh, en }, weight: weights[key] ?? 0, score }
  })
  const counted = dimensions.filter(({ score, weight }) => score !== null && weight > 0)
  const weight = counted.reduce((total, one) => total + one.weight, 0)
  if (weight === 0) return { dimensions, score: null }
  return {
    dimensions,
    score: round(counted.reduce((total, one) => total + one.weight * (one.score ?? 0), 0) / weight),
  }
}

function round(score: number): number {
  return Math.round(score * 100) / 100
}
