import type { Bilingual } from '../../base/problem.ts'

/** Why an indicator has nothing to be evaluated by; it is then `notEvaluated`, never 0 or 100 %. */
export const unmeasured: Readonly<Record<string, Bilingual>> = {
  '0101': { zh: '没有信息项对应数据元', en: 'No item is bound to a data element' },
  '0103': { zh: '没有可核对的目录要素', en: 'There are no catalogue elements to be compared' },
  '0104': {
    zh: '平台尚无该资源的业务规则登记，不以其他检查代替',
    en: 'No business rules of the resource are recorded, and no other check stands in for them',
  },
  '0105': { zh: '没有信息项对应代码表', en: 'No item is bound to a code table' },
  '0106': {
    zh: '没有对应已核实数据元的信息项',
    en: 'No item is bound to a data element whose grade was verified',
  },
  '0201': { zh: '没有必填的信息项', en: 'No item is required' },
  '0303': { zh: '没有主键，或主键均无值', en: 'There is no key, or no row has one' },
  '0304': { zh: '没有主键，或主键均无值', en: 'There is no key, or no row has one' },
  '0401': {
    zh: '本版没有主键相同的多行数据，无从比较',
    en: 'No key stands in more than one row of this version, so nothing can be compared',
  },
  '0402': {
    zh: '没有同一行中相互包含的标识（如公民身份号码与出生日期）',
    en: 'No two items contain one another, such as citizen number and date of birth',
  },
  '0501': {
    zh: '未列明更新周期，或近期只有一次更新',
    en: 'The update cycle is not stated, or there was one delivery only',
  },
  '0502': {
    zh: '未列明更新周期，或为首个版本',
    en: 'The update cycle is not stated, or this is the first version',
  },
  '0503': { zh: '没有可比较先后的日期项', en: 'There are no days whose order could be compared' },
  '0602': { zh: '此前没有检查合格的版本', en: 'There is no checked version before this one' },
}

export const noRows: Bilingual = { zh: '本版没有数据', en: 'The version has no rows' }
const nothing: Bilingual = { zh: '没有可评价的数据', en: 'There was nothing to evaluate' }

/** The reason for an indicator without a share. */
export function reasonOf(code: string, rows: number): Bilingual {
  return rows === 0 ? noRows : (unmeasured[code] ?? nothing)
}
