import type { TestCtx } from './house.ts'

/** A house in which the people of the demo city live: `as('sz.market.officer')` is the context that person acts in. */
export interface Town {
  readonly ctx: TestCtx
  as(person: string): TestCtx
}
