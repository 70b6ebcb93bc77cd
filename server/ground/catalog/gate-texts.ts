import type { Facts } from '../../base/problem.ts'

/** What can be wrong with an entry: the rule that says so, and the words. `warns` refuses nothing whatever the rule. */
const texts = {
  noItems: { rule: 'catalog.entry.contents', zh: '未列明信息项', en: 'no items are listed' },
  noFormat: { rule: 'catalog.entry.contents', zh: '未列明数据格式', en: 'the data format is missing' },
  noCycle: { rule: 'catalog.entry.contents', zh: '未列明更新频率', en: 'the update frequency is missing' },
  noModes: { rule: 'catalog.entry.contents', zh: '未列明共享方式', en: 'the sharing mode is missing' },
  itemTwice: { rule: 'catalog.entry.contents', zh: '信息项 {name} 重复', en: 'the item {name} stands twice' },
  noSuchRegion: {
    rule: 'catalog.entry.contents',
    zh: '属地字段 {name} 不在信息项中',
    en: 'the region item {name} is not among the items',
  },
  noSuchElement: {
    rule: 'catalog.basis',
    zh: '没有数据元 {element}',
    en: 'there is no data element {element}',
  },
  noAbstract: { rule: 'catalog.elements', zh: '缺少信息资源摘要', en: 'the abstract is missing' },
  noClassification: { rule: 'catalog.elements', zh: '缺少信息资源分类', en: 'the classification is missing' },
  noCode: { rule: 'catalog.elements', zh: '缺少信息资源代码', en: 'the resource code is missing' },
  noOpenConditions: {
    rule: 'catalog.elements',
    zh: '向社会开放的应列明开放条件',
    en: 'an entry open to the public states its conditions',
  },
  relatedToItself: {
    rule: 'catalog.elements',
    zh: '关联资源代码不能是本条目自身',
    en: 'an entry cannot be related to itself',
  },
  noProviderCode: {
    rule: 'catalog.elements',
    warns: true,
    zh: '提供单位未登记统一社会信用代码',
    en: 'the provider has no unified social credit code on file',
  },
  badCode: {
    rule: 'catalog.resourceCode',
    zh: '资源代码应为“类1项2目3细目/顺序号”',
    en: 'the code must read class, item, branch, leaf, "/" and sequence',
  },
  unknownClass: {
    rule: 'catalog.classes',
    zh: '资源代码的类应为 {classes}',
    en: 'the class of the code should be one of {classes}',
  },
  noOwner: {
    rule: 'catalog.owner',
    zh: '提供单位 {provider} 不是登记在册的单位',
    en: 'the provider {provider} is not a registered organisation',
  },
  noSteward: {
    rule: 'security.responsibility',
    zh: '没有对该资源负管理责任的单位',
    en: 'no organisation answers for managing the resource',
  },
  noGrade: { rule: 'catalog.grade', zh: '未列明数据分类分级', en: 'the grade is missing' },
  itemAbove: {
    rule: 'grading.matrix',
    zh: '信息项级别高于条目级别 {grade}，应就高从严',
    en: 'the item is graded above its entry ({grade}); the highest grade decides',
  },
  openImportant: {
    rule: 'catalog.open.grade',
    zh: '重要数据、核心数据不得直接向社会开放',
    en: 'important and core data may not be openly published',
  },
  noBasis: { rule: 'catalog.basis', zh: '未列明履职依据', en: 'the legal basis of the duty is missing' },
  noScope: {
    rule: 'catalog.conditional.scope',
    zh: '有条件共享应列明共享范围',
    en: 'a conditional entry states the scope of sharing',
  },
  noPurpose: {
    rule: 'catalog.conditional.scope',
    zh: '有条件共享应列明使用用途',
    en: 'a conditional entry states the purpose of use',
  },
  conditioned: {
    rule: 'catalog.unconditional.noConditions',
    zh: '无条件共享的数据不得设置条件',
    en: 'an unconditional entry may not set conditions',
  },
  noExpressBasis: {
    rule: 'catalog.withheld.basis',
    zh: '不予共享须列明法律、行政法规或者国务院决定的具体条款',
    en: 'withholding needs a cited article of a law, an administrative regulation or a State Council decision',
  },
  noReason: { rule: 'catalog.withheld.basis', zh: '不予共享应列明理由', en: 'withholding needs its reason' },
  secrecyNotAssessed: {
    rule: 'catalog.assessment',
    zh: '尚未完成保密风险评估',
    en: 'the secrecy risk has not been assessed',
  },
  impactNotAssessed: {
    rule: 'catalog.assessment',
    zh: '含个人信息的，应先完成个人信息保护影响评估',
    en: 'personal information needs an impact assessment first',
  },
} as const satisfies Record<string, { rule: string; zh: string; en: string; warns?: true }>

export interface Found {
  readonly field: string
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly warns: boolean
}

/** One fault at a field, when `wrong`; the words are filled with the facts. */
export function faultIf(wrong: boolean, name: keyof typeof texts, field: string, facts: Facts = {}): Found[] {
  if (!wrong) return []
  const { rule, zh, en, ...rest } = texts[name]
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => [facts[key]].flat().join('、'))
  return [{ field, rule, zh: fill(zh), en: fill(en), warns: 'warns' in rest }]
}
