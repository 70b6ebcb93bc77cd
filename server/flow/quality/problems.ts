import { problems } from '../../base/problem.ts'

/** What this room refuses. */
export const refuse = problems('quality', {
  notChecked: { status: 404, zh: '第 {n} 版数据还没有质量评价', en: 'Version {n} has no verdict yet' },
  notYours: {
    status: 403,
    zh: '只有提供部门及其同级数据主管部门可以查看不合格行',
    en: 'Only the provider and its competent data department may see faulty rows',
  },
  notProvider: {
    status: 403,
    zh: '只有提供部门可以查看版本之间的变化',
    en: 'Only the provider may see what changed between versions',
  },
  nothingToPicture: {
    status: 409,
    zh: '第 {n} 版没有可分析的数据',
    en: 'Version {n} has no rows to look at',
  },
  noKey: {
    status: 409,
    zh: '该资源没有主键信息项，不能逐行比较版本',
    en: 'The resource has no key item, so versions cannot be compared row by row',
    remedy: { zh: '在目录条目中指定主键信息项', en: 'Name a key item in the catalogue entry' },
  },
  nothingBefore: {
    status: 409,
    zh: '第 {n} 版之前没有可比较的版本',
    en: 'There is no checked version before version {n}',
  },
  nothingToCorrect: {
    status: 409,
    zh: '该资源还没有可更正的数据',
    en: 'The resource has no checked data to correct',
  },
  noSingleKey: {
    status: 409,
    zh: '该资源没有单一主键信息项，不能按键值更正',
    en: 'The resource has no single key item to correct by',
  },
  wrongValues: {
    status: 422,
    zh: '更正内容有误，每处都注明了字段、原因和改法',
    en: 'The corrections are at fault; each says its field, why and what to do',
    remedy: { zh: '逐处改正后重新提交', en: 'Mend each and submit again' },
  },
  changedMeanwhile: {
    status: 409,
    zh: '数据在更正期间有了新版本，请重试',
    en: 'A new version came while correcting; try again',
  },
  tooManyPatches: { status: 422, zh: '一次至多更正 {limit} 处', en: 'At most {limit} corrections at once' },
})
