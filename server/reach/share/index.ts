import type { Domain } from '../../domain.ts'
import { noteDelivery } from './agreement.ts'
import { reportResult } from './correction.ts'
import { expireAgreements } from './expiry.ts'
import { followOpenLines } from './follow.ts'
import { answerKind, correctionKind } from './kinds.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'
import { closeLinesOf, type Withdrawal } from './withdrawal.ts'

export { endAgreement, findAgreement, resumeAgreement, suspendAgreement } from './agreement.ts'
export { answerCorrection, reportWrongValue } from './correction.ts'
export { acceptOffer, decideLine, declineOffer } from './decision.ts'
export { approveSubmission, draftSubmission, findSubmission } from './submission.ts'
export type { Agreement, Correction, Decision, Line, Submission, SubmissionInput } from './types.ts'

export const domain: Domain = {
  name: 'share',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  caseKinds: [answerKind, correctionKind],
  jobs: {
    'share.expire': async (ctx) => {
      await expireAgreements(ctx)
    },
    'share.follow': async (ctx) => {
      await followOpenLines(ctx)
    },
  },
  // After the cases have reckoned their last days anew (cases.recompute).
  schedules: { 'share.expire': '5 0 * * *', 'share.follow': '20 0 * * *' },
  subscriptions: {
    'serve.ready': (ctx, payload: { plan: string }) => noteDelivery(ctx, payload),
    'catalog.withdrawn': async (ctx, payload: Withdrawal) => {
      await closeLinesOf(ctx, payload)
    },
    'catalog.version.served': (ctx, payload: { resource: string; n: number }) => reportResult(ctx, payload),
  },
}
