import type { Domain } from '../../domain.ts'
import { noteDelivery } from './agreement.ts'
import { reportResult } from './correction.ts'
import { expireAgreements } from './expiry.ts'
import { answerKind, correctionKind } from './kinds.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'

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
  },
  schedules: { 'share.expire': '5 0 * * *' },
  subscriptions: {
    'serve.ready': (ctx, payload: { plan: string }) => noteDelivery(ctx, payload),
    'catalog.version.served': (ctx, payload: { resource: string; n: number }) => reportResult(ctx, payload),
  },
}
