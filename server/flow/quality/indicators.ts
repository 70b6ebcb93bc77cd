import { addMonths, dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import type { Bilingual } from '../../base/problem.ts'
import type { Term } from '../../base/rules/index.ts'
import type { Resource, Version } from '../../ground/catalog/index.ts'
import { element } from '../../ground/standards/index.ts'
import { countsAgainst, isCoded } from './causes.ts'
import { type Judged, warningsFor } from './cell.ts'
import type { Tally } from './judge.ts'
import type { Relation } from './relation.ts'
import { rowlessOf } from './rowless.ts'
import type { Dimension, Indicator } from './types.ts'
import { reasonOf } from './unmeasured.ts'

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

/** An indicator as counted; its causes are told by `causes.ts`. */
export type Measured = Omit<Indicator, 'errors' | 'warnings'>

/** What the verdict needs to know beside the counts. */
export interface Evidence {
  readonly resource: Resource
  readonly judged: readonly Judged[]
  readonly tally: Tally
  readonly unread: number
  /** the accepted version before this one */
  readonly before: Pick<Version, 'at'> | undefined
  /** columns delivered, and when */
  readonly columns: number
  readonly landedAt: string
  /** instants of the deliveries before this one, newest first */
  readonly deliveries: readonly string[]
  /** earlier checked versions that were tried, and those of them that can still be opened */
  readonly opened: Share
  readonly relations: readonly Relation[]
}

/**
 * All indicators of GB/T 36344-2018 with their A and B. What this room cannot evaluate has B = 0 and is
 * `notEvaluated`, never 0 or 100 %.
 */
export function evaluate(ctx: Ctx, evidence: Evidence): Measured[] {
  const texts = ctx.rules.param<IndicatorText[]>('quality.indicators', 'indicators')
  const shares = measure(ctx, evidence)
  return texts.map(({ code, dimension, zh, en, inverse }) => {
    const { a, b } = shares[code] ?? none
    const state = b === 0 ? 'notEvaluated' : 'evaluated'
    const reason = b === 0 ? reasonOf(code, evidence.tally.rows + evidence.unread) : null
    const rules = rulesOf(evidence, code)
    const share = b === 0 ? null : a / b
    const rowless = rowlessOf({ code, share, inverse })
    return { code, dimension, name: { zh, en }, inverse, a, b, state, share, reason, rules, rowless }
  })
}

// The warnings that name the rows behind an indicator: its relations, and the warnings that count against it.
function rulesOf({ relations, judged, tally }: Evidence, code: string): string[] {
  const counting = judged.flatMap((one, i) =>
    warningsFor(one).flatMap(({ rule, counts }) =>
      counts === code && (tally.items[i]?.warnings[rule] ?? 0) > 0 ? [rule] : [],
    ),
  )
  const related = relations.flatMap(({ rule, indicator }) => (indicator === code ? [rule] : []))
  return [...new Set([...related, ...counting])]
}

/**
 * A and B by code. 0101 bound values without fault; 0102 items found of items and delivered columns the entry does not
 * know; 0103 catalogue elements stated of those of article 13; 0105 coded values without fault and in the table; 0106
 * bound items graded no lower than their verified element; 0201 required cells assigned; 0202 records read and
 * complete; 0301 values without fault; 0302 values of right format; 0303 rows that share their key; 0304 rows that do
 * not; 0305 rows at fault; 0401 of rows with one key those that contradict each other nowhere; 0402 and 0503 rows that
 * agree of rows that tell both sides, relation by relation; 0501 intervals between deliveries that kept the cycle;
 * 0502 this delivery in time; 0601 the checked table opens; 0602 earlier checked versions that still open.
 */
function measure(ctx: Ctx, evidence: Evidence): Record<string, Share> {
  const { judged, tally, unread } = evidence
  const cells = judged.map((one, i) => ({
    ...one,
    ...tally.items[i],
    faults: tally.items[i]?.faults ?? {},
    values: tally.items[i]?.values ?? 0,
  }))
  // Values of these cells without the faults that count against the indicator (`causes.ts`).
  const sum = (code: string, of: typeof cells): Share => {
    const counts = countsAgainst[code] ?? (() => false)
    const b = of.reduce((total, { values }) => total + values, 0)
    const bad = of
      .flatMap(({ faults, element }) => Object.entries(faults).filter(([rule]) => counts(rule, element)))
      .reduce((total, [, n]) => total + n, 0)
    return { a: b - bad, b }
  }
  const bound = cells.filter(({ element }) => element !== null)
  const required = judged.flatMap(({ item }, i) =>
    item.key || !item.nullable ? [tally.items[i]?.missing ?? 0] : [],
  )
  const landed = tally.rows + unread
  const coded = bound.filter((one) => isCoded(one.element))
  return {
    '0101': sum('0101', bound),
    '0102': landed === 0 ? none : { a: judged.length, b: Math.max(judged.length, evidence.columns) },
    '0103': landed === 0 ? none : stated(ctx, evidence.resource),
    '0105': listed(coded, sum('0105', coded)),
    '0106': landed === 0 ? none : secured(judged),
    '0201': {
      a: required.length * tally.rows - required.reduce((total, n) => total + n, 0),
      b: required.length * tally.rows,
    },
    '0202': { a: tally.rows - tally.incomplete, b: landed },
    '0301': sum('0301', cells),
    '0302': sum('0302', cells),
    '0303': { a: tally.members, b: tally.keyed },
    '0304': { a: tally.keyed - tally.members, b: tally.keyed },
    '0305': { a: tally.faulty + tally.surplus + unread, b: landed },
    '0401': tally.twins,
    '0402': related(evidence, '0402'),
    '0501': landed === 0 ? none : punctual(ctx, evidence),
    '0502': timely(ctx, evidence),
    '0503': related(evidence, '0503'),
    // The checked table was written and can be opened: that is what this room can say of access; use is measured by serving.
    '0601': landed === 0 ? none : { a: 1, b: 1 },
    '0602': landed === 0 ? none : evidence.opened,
  }
}

/** Of coded values without fault those are taken off that an authoritative table does not have. */
function listed(
  coded: readonly { element: string | null; warnings?: Readonly<Record<string, number>> }[],
  { a, b }: Share,
): Share {
  const absent = coded.flatMap((one) =>
    warningsFor(one).map(({ rule, counts }) => (counts === '0105' ? (one.warnings?.[rule] ?? 0) : 0)),
  )
  return { a: a - absent.reduce((total, n) => total + n, 0), b }
}

function related({ relations, tally }: Evidence, code: string): Share {
  return relations.reduce((total, { rule, indicator }) => {
    const { a, b } = indicator === code ? (tally.relations[rule] ?? none) : none
    return { a: total.a + a, b: total.b + b }
  }, none)
}

// An element whose grade nobody verified decides nothing.
function secured(judged: readonly Judged[]): Share {
  const known = judged.flatMap(({ item, element: id }) => {
    const one = id === null ? undefined : element(id)
    return one && one.evidence !== 'unverified' ? [item.grade >= one.grade] : []
  })
  return { a: known.filter(Boolean).length, b: known.length }
}

/** What an entry states of the elements that article 13 asks for (rule catalog.entry.contents). */
function stated(ctx: Ctx, entry: Resource): Share {
  const { attribute, conditions } = entry
  const there: Readonly<Record<string, boolean>> = {
    name: entry.name.zh !== '',
    items: entry.items.length > 0,
    provider: entry.provider !== '',
    format: entry.format !== null,
    updateFrequency: entry.cycle !== null,
    sharingAttribute: true,
    sharingMode: entry.modes.length > 0,
    conditions: attribute !== 'conditional' || Boolean(conditions.scope && conditions.purpose),
    grade: entry.grade !== null,
  }
  const asked = ctx.rules
    .param<string[]>('catalog.entry.contents', 'fields')
    .filter((field) => field in there)
  return { a: asked.filter((field) => there[field]).length, b: asked.length }
}

// Of the intervals between deliveries that ended within the period, those that kept the update cycle (local.quality.period).
function punctual(ctx: Ctx, { resource, landedAt, deliveries }: Evidence): Share {
  const term = ctx.rules.param<Record<string, Term>>('local.quality.cycles', 'cycles')[resource.cycle ?? '']
  if (!term) return none
  const since = addMonths(
    dayOf(new Date(landedAt)),
    -ctx.rules.param<number>('local.quality.period', 'months'),
  )
  const days = [landedAt, ...deliveries].map((at) => dayOf(new Date(at)))
  const kept = days.flatMap((day, i) => {
    const before = days[i + 1]
    return before === undefined || day < since ? [] : [day <= ctx.rules.add(term, before).on]
  })
  return { a: kept.filter(Boolean).length, b: kept.length }
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
  indicators: readonly Measured[],
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
    const reason =
      score === null ? reasonOfAll(indicators.filter(({ dimension }) => dimension === key)) : null
    return { key, name: { zh, en }, weight: weights[key] ?? 0, score, reason }
  })
  const counted = dimensions.filter(({ score, weight }) => score !== null && weight > 0)
  const weight = counted.reduce((total, one) => total + one.weight, 0)
  if (weight === 0) return { dimensions, score: null }
  return {
    dimensions,
    score: round(counted.reduce((total, one) => total + one.weight * (one.score ?? 0), 0) / weight),
  }
}

function reasonOfAll(indicators: readonly Measured[]): Bilingual {
  const told = new Map(indicators.flatMap(({ reason }) => (reason ? [[reason.zh, reason] as const] : [])))
  const texts = [...told.values()]
  return { zh: texts.map(({ zh }) => zh).join('；'), en: texts.map(({ en }) => en).join('; ') }
}

function round(score: number): number {
  return Math.round(score * 100) / 100
}
