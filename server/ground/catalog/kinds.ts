import type { CaseKind } from '../cases/index.ts'
import { publishResource, returnResource } from './review.ts'

/** 目录审核: the competent department of the provider's level reviews and publishes (第十六、十七条). */
export const reviewKind: CaseKind = {
  kind: 'catalog.review',
  title: { zh: '目录审核', en: 'Review of a catalogue entry' },
  start: 'reviewing',
  states: {
    reviewing: { zh: '待审核', en: 'waiting for review', clock: 'runs' },
    published: { zh: '已发布', en: 'published', ended: true, clock: 'none' },
    returned: { zh: '已退回', en: 'returned', ended: true, clock: 'none' },
    withdrawn: { zh: '已撤回', en: 'withdrawn', ended: true, clock: 'none' },
  },
  moves: {
    publish: {
      zh: '审核通过并发布',
      en: 'pass and publish',
      from: ['reviewing'],
      to: 'published',
      by: 'handler',
      may: 'catalog.review',
      generic: true,
    },
    return: {
      zh: '退回',
      en: 'return',
      from: ['reviewing'],
      to: 'returned',
      by: 'handler',
      may: 'catalog.review',
      generic: true,
      reason: 'required',
    },
    withdraw: {
      zh: '撤回报送',
      en: 'withdraw the submission',
      from: ['reviewing'],
      to: 'withdrawn',
      by: 'opener',
      may: 'catalog.submit',
      generic: true,
    },
  },
  async onMove(ctx, item, move) {
    if (move === 'publish') return publishResource(ctx, item)
    await returnResource(ctx, item)
  },
}
