import type { Bilingual } from '../../base/problem.ts'
import type { Indicator } from './types.ts'

/** What an indicator counts that counts no rows. */
const rowless: Readonly<Record<string, Bilingual>> = {
  '0102': {
    zh: '按列计，不涉及行：差额是交付文件中目录条目没有的列',
    en: 'It counts columns, not rows: what is short are delivered columns the entry does not know',
  },
  '0103': {
    zh: '按目录要素计，不涉及行：差额是目录条目没有列明的要素',
    en: 'It counts elements of the entry, not rows: what is short are those the entry does not state',
  },
  '0106': {
    zh: '按信息项计，不涉及行：差额是级别低于其数据元的信息项',
    en: 'It counts items, not rows: what is short are items graded lower than their data element',
  },
  '0501': {
    zh: '按交付间隔计，不涉及行：差额是超过更新周期的间隔',
    en: 'It counts intervals between deliveries, not rows: what is short are those longer than the cycle',
  },
  '0502': {
    zh: '按本次交付计，不涉及行：本次交付晚于更新周期',
    en: 'It counts this delivery, not rows: it came later than the update cycle asks',
  },
  '0602': {
    zh: '按版本计，不涉及行：差额是不能再打开的先前版本',
    en: 'It counts versions, not rows: what is short are earlier versions that no longer open',
  },
}

/** Why no rows are listed behind an indicator that is short of full; null where rows are, or nothing is short. */
export function rowlessOf({ code, share, inverse }: Pick<Indicator, 'code' | 'share' | 'inverse'>) {
  if (share === null || share === (inverse ? 0 : 1)) return null
  return rowless[code] ?? null
}
