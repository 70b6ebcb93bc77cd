import type { Domain } from '../../domain.ts'
import { changeKind } from './change.ts'
import { recomputeClocks, sweepOverdue } from './overdue.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

export { findCase, findCases } from './case.ts'
export { ChangeInput, noteChange, settleChange } from './change.ts'
export { registerKinds } from './kinds.ts'
export { listCases } from './list.ts'
export { type MoveOptions, moveCase } from './move.ts'
export { openCase, openCases } from './open.ts'
export { recomputeClocks, sweepOverdue } from './overdue.ts'
export { extendClock, restartClock } from './term.ts'
export type { CaseFilter, CaseInput, CaseKind, CaseMove, CaseState, Mover } from './types.ts'
export { Case } from './types.ts'

export const domain: Domain = {
  name: 'cases',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  caseKinds: [changeKind],
  jobs: {
    'cases.sweep': async (ctx) => {
      await sweepOverdue(ctx)
    },
    'cases.recompute': async (ctx) => {
      await recomputeClocks(ctx)
    },
  },
  schedules: { 'cases.sweep': '* * * * *', 'cases.recompute': '10 0 * * *' },
}
