export type { Due, DueAt, Rules } from './rules.ts'
export { loadRules, RuleNotInForce, UnknownRule } from './rules.ts'
export type { Evidence, Pack, Rule, Silence, Term, Unit } from './types.ts'
