import type { CaseKind } from '../../ground/cases/index.ts'

/** 数据质量问题: faulty rows of a version, for whoever answers for its quality; one open case per resource. */
export const faultKind: CaseKind = {
  kind: 'quality.fault',
  title: { zh: '数据质量问题', en: 'Faults in data' },
  start: 'open',
  states: {
    open: { zh: '待核实', en: 'to be verified', clock: 'runs' },
    accepted: { zh: '整改中', en: 'being mended', clock: 'runs' },
    repaired: { zh: '已更正', en: 'mended', ended: true, clock: 'none' },
    explained: { zh: '已说明', en: 'explained', ended: true, clock: 'none' },
  },
  moves: {
    accept: {
      zh: '确认并整改',
      en: 'accept and mend',
      from: ['open'],
      to: 'accepted',
      by: 'handler',
      may: 'quality.answer',
      generic: true,
    },
    explain: {
      zh: '说明数据无误或不能更正',
      en: 'explain why it is right or cannot be mended',
      from: ['open', 'accepted'],
      to: 'explained',
      by: 'handler',
      may: 'quality.answer',
      generic: true,
      reason: 'required',
    },
    close: {
      zh: '复检合格，自动办结',
      en: 'checked again and clean',
      from: ['open', 'accepted'],
      to: 'repaired',
      by: 'system',
    },
    noteOpen: {
      zh: '复检仍有问题',
      en: 'checked again, faults remain',
      from: ['open'],
      to: 'open',
      by: 'system',
    },
    noteAccepted: {
      zh: '复检仍有问题',
      en: 'checked again, faults remain',
      from: ['accepted'],
      to: 'accepted',
      by: 'system',
    },
  },
}
