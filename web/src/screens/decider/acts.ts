import type { Line } from '../../api/types.ts'

/** What the office can answer (第二十一条); the word is the API's. */
export const acts = ['agree', 'counter', 'askSupplement', 'refuse'] as const
export type Act = (typeof acts)[number]

/** The key of each act, on the list and on the line's page. */
export const keyOf = {
  agree: 'a',
  counter: 'o',
  askSupplement: 's',
  refuse: 'r',
  extend: 'e',
} as const satisfies Record<Act | 'extend', string>

export const modes = ['api', 'file', 'delta'] as const

export const grounds = ['outsideScope', 'otherPurpose', 'notNecessary', 'lawForbids'] as const
export type Ground = (typeof grounds)[number]

/** Ways to hide a value, as the standards room names them. */
export const masks = [
  'name',
  'citizen-id',
  'citizen-id-region',
  'mobile',
  'phone',
  'bank-card',
  'plate',
  'email',
  'identifier',
  'address',
  'coordinate',
  'year',
  'token',
  'fixed',
  'null',
] as const
export type Mask = (typeof masks)[number] | 'clear'

export function isMask(name: string): name is Mask {
  return name === 'clear' || (masks as readonly string[]).includes(name)
}

/** The rules that stand beside an act, for lines of this attribute. */
export function lawOf(act: Act | 'extend', attribute: string): string[] {
  const unconditional = attribute === 'unconditional'
  const condition = unconditional ? ['catalog.unconditional.noConditions'] : []
  const laws: Record<Act | 'extend', string[]> = {
    agree: [`share.answer.${attribute}`, 'share.deliver', 'share.answer.approved'],
    counter: [...condition, 'share.deliver', 'share.answer.approved'],
    askSupplement: ['share.supplement.once'],
    refuse: ['share.refusal.reasoned', 'share.supplement.once', ...condition, 'share.answer.approved'],
    extend: ['share.answer.extension'],
  }
  return laws[act]
}

/** Only a line in this state waits for the office. */
export function isWaiting(line: Pick<Line, 'case'>): boolean {
  return line.case?.state === 'received'
}
