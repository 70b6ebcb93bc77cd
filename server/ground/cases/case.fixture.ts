import { actAs, type Ctx } from '../../base/ctx.ts'
import { type CaseInput, type CaseKind, registerKinds } from './index.ts'

/** A small matter for the engine's own tests: an answer that may wait for a supplement, and a follow-up. */
export const answerKind: CaseKind = {
  kind: 'cases.trial',
  title: { zh: '试办事项', en: 'Trial matter' },
  start: 'received',
  states: {
    received: { zh: '待答复', en: 'waiting for an answer', clock: 'runs' },
    supplementing: { zh: '待补正', en: 'waiting for a supplement', clock: 'paused' },
    agreed: { zh: '已同意', en: 'agreed', clock: 'runs' },
    refused: { zh: '不同意', en: 'refused', ended: true, clock: 'none' },
    done: { zh: '已办结', en: 'done', ended: true, clock: 'none' },
  },
  moves: {
    ask: {
      zh: '告知补正',
      en: 'ask for a supplement',
      from: ['received'],
      to: 'supplementing',
      by: 'handler',
    },
    supplement: {
      zh: '补正',
      en: 'supplement',
      from: ['supplementing'],
      to: 'received',
      by: 'opener',
      generic: true,
    },
    agree: { zh: '同意', en: 'agree', from: ['received'], to: 'agreed', by: 'handler', generic: true },
    refuse: {
      zh: '不同意',
      en: 'refuse',
      from: ['received'],
      to: 'refused',
      by: 'handler',
      reason: 'required',
      generic: true,
    },
    finish: { zh: '办结', en: 'finish', from: ['agreed'], to: 'done', by: 'system' },
  },
}
registerKinds([answerKind])

export const matter: CaseInput = {
  kind: 'cases.trial',
  subject: 'res_0001',
  title: { zh: '企业基本信息', en: 'Enterprises' },
  opener: 'ps.hr',
  handler: 'sz.market',
  competent: 'sz.data',
  rule: 'share.answer.conditional',
}

/** The context of an official of an organisation. */
export function official<C extends Ctx>(ctx: C, party: string, id = `${party}.officer`): C {
  return actAs(ctx, { kind: 'person', id, party, roles: ['data-officer'] }) as C
}
