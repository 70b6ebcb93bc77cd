import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { literal } from '../../base/lake/index.ts'
import type { Judged } from './cell.ts'

/** What must agree within one row; it rejects nothing, and its rows are listed as warnings. */
export interface Relation {
  readonly rule: string
  /** the indicator it is evaluated for: 0402 related data, 0503 order in time */
  readonly indicator: string
  /** items by name */
  readonly fields: readonly string[]
  readonly zh: string
  readonly en: string
  /** DuckDB expressions over `v<i>` and `f<i>`: the row tells both sides; they agree */
  readonly both: string
  readonly agrees: string
}

interface Part {
  readonly id: string
  readonly whole: string
  readonly from: number
  readonly length: number
  readonly part: string
  /** how the part is written: as it stands, as YYYYMMDD, or as a digit whose oddness tells the sex */
  readonly as: 'text' | 'day' | 'sex'
  readonly zh: string
  readonly en: string
}

interface Order {
  readonly id: string
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly zh: string
  readonly en: string
}

/**
 * The relations that the items of a resource can be held to: identifiers that contain one another (rule
 * local.quality.related) and days that follow one another (rule local.quality.order).
 */
export function relationsOf(ctx: Ctx, judged: readonly Judged[], landedOn: Day): Relation[] {
  return [...relatedOf(ctx, judged), ...ordersOf(ctx, judged, landedOn)]
}

function relatedOf(ctx: Ctx, judged: readonly Judged[]): Relation[] {
  const parts = ctx.rules.param<Part[]>('local.quality.related', 'parts')
  return parts.flatMap(({ id, whole, from, length, part, as, zh, en }) => {
    const a = judged.findIndex(({ element }) => element === whole)
    const b = judged.findIndex(({ element }) => element === part)
    if (a < 0 || b < 0) return []
    const piece = `substr(CAST(v${a} AS VARCHAR), ${from}, ${length})`
    const other = `CAST(v${b} AS VARCHAR)`
    const tells =
      as === 'sex' ? `${told(a)} AND ${told(b)} AND ${other} IN ('1', '2')` : `${told(a)} AND ${told(b)}`
    const agrees = {
      text: `${piece} = ${other}`,
      day: `${piece} = replace(left(${other}, 10), '-', '')`,
      sex: `try_cast(${piece} AS INTEGER) % 2 = try_cast(${other} AS INTEGER) % 2`,
    }[as]
    return [
      { ...named(judged, [a, b]), rule: `related.${id}`, indicator: '0402', zh, en, both: tells, agrees },
    ]
  })
}

function ordersOf(ctx: Ctx, judged: readonly Judged[], landedOn: Day): Relation[] {
  const dated = (i: number) => i >= 0 && ['date', 'timestamp'].includes(judged[i]?.item.type ?? '')
  const find = (titles: readonly string[]) => judged.findIndex(({ item }) => titles.includes(item.title.zh))
  const day = (i: number) => `CAST(v${i} AS DATE)`
  const pairs = ctx.rules
    .param<Order[]>('local.quality.order', 'pairs')
    .flatMap(({ id, before, after, zh, en }) => {
      const [a, b] = [find(before), find(after)]
      if (!dated(a) || !dated(b) || a === b) return []
      const agrees = `${day(a)} <= ${day(b)}`
      return [
        {
          ...named(judged, [a, b]),
          rule: `order.${id}`,
          indicator: '0503',
          zh,
          en,
          both: `${told(a)} AND ${told(b)}`,
          agrees,
        },
      ]
    })
  const past = ctx.rules.param<{ id: string; element: string; zh: string; en: string }[]>(
    'local.quality.order',
    'past',
  )
  const lived = past.flatMap(({ id, element, zh, en }) => {
    const a = judged.findIndex((one) => one.element === element)
    if (!dated(a)) return []
    const agrees = `${day(a)} <= DATE ${literal(landedOn)}`
    return [{ ...named(judged, [a]), rule: `order.${id}`, indicator: '0503', zh, en, both: told(a), agrees }]
  })
  return [...pairs, ...lived]
}

function told(i: number): string {
  return `v${i} IS NOT NULL AND f${i} IS NULL`
}

function named(judged: readonly Judged[], places: readonly number[]): { fields: string[] } {
  return { fields: places.flatMap((i) => judged[i]?.item.name ?? []) }
}
