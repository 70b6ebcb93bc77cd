/** A text in the two languages of the house. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** One refusal a caller can act on. Texts may name facts in braces: `{field}`. */
export interface Refusal extends Bilingual {
  readonly status: number
  /** what the caller can do about it */
  readonly remedy?: Bilingual
  /** id of the rule that asks for it; the article is added from the rule pack */
  readonly rule?: string
}

/** One fault in a submitted document, beside the field it concerns (JSON Pointer). */
export interface FieldFault extends Bilingual {
  readonly field: string
  readonly rule: string
}

export type Facts = Record<string, unknown>

/** A refusal with its facts, thrown by the rooms and told to the caller as RFC 9457. */
export class Problem extends Error {
  readonly type: string
  readonly status: number
  readonly text: Bilingual
  readonly remedy: Bilingual | undefined
  readonly rule: string | undefined
  readonly facts: Facts

  constructor(type: string, refusal: Refusal, facts: Facts) {
    super(`${type} ${JSON.stringify(facts)}`)
    this.name = 'Problem'
    this.type = type
    this.status = refusal.status
    this.text = fill(refusal, facts)
    this.remedy = refusal.remedy && fill(refusal.remedy, facts)
    this.rule = refusal.rule
    this.facts = facts
  }
}

export type RefusalTable = Record<string, Refusal>

type Refuse<T extends RefusalTable> = { [K in keyof T]: (facts?: Facts) => Problem } & {
  readonly table: T
}

/**
 * One room's refusals as functions that make the Problem to throw.
 *
 *     export const refuse = problems('share', { withheldResource: { status: 403, zh: '…', en: '…' } })
 *     throw refuse.withheldResource({ resources })
 */
export function problems<T extends RefusalTable>(room: string, table: T): Refuse<T> {
  const made = Object.entries(table).map(([name, refusal]) => [
    name,
    (facts: Facts = {}) => new Problem(`/problems/${room}/${name}`, refusal, facts),
  ])
  return Object.assign(Object.fromEntries(made), { table })
}

function fill(text: Bilingual, facts: Facts): Bilingual {
  const put = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in facts ? [facts[name]].flat().join('、') : whole,
    )
  return { zh: put(text.zh), en: put(text.en) }
}
