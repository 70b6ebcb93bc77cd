import type { Day } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { type Rule, RuleNotInForce, type Rules } from '../../base/rules/index.ts'
import { findOrg, type Org, stewardsOf } from '../parties/index.ts'
import { elements } from '../standards/index.ts'
import { parseCode } from './code.ts'
import { itemsAbove } from './grade.ts'
import type { Entry, GateFault } from './types.ts'

/** What the gate must know of the house besides the entry. */
export interface GateFacts {
  readonly rules: Rules
  readonly today: Day
  /** the provider as an organisation of today, if it is one */
  readonly owner: Org | undefined
  /** organisations that manage the resource */
  readonly stewards: readonly string[]
  /** ids of the registered data elements, and of those that are personal information */
  readonly elements: ReadonlySet<string>
  readonly personal: ReadonlySet<string>
}

type Fault = Omit<GateFault, 'article' | 'severity'> & { warns?: true }
type Check = (entry: Entry, facts: GateFacts) => Fault[]

/**
 * Every fault of an entry at once, each with its field, rule and article (政务数据共享条例 第十二至十七条).
 * A rule without a text behind it only warns; a rule not yet in force says nothing.
 */
export async function gate(ctx: Ctx, entry: Entry & { readonly id: string }): Promise<GateFault[]> {
  return gateFaults(entry, await factsOf(ctx, entry))
}

export function gateFaults(entry: Entry, facts: GateFacts): GateFault[] {
  return checks
    .flatMap((check) => check(entry, facts))
    .flatMap(({ warns, ...fault }) => {
      const rule = ruleInForce(facts, fault.rule)
      if (!rule) return []
      const severity = warns || rule.evidence === 'unverified' ? ('warning' as const) : ('refusal' as const)
      return [{ ...fault, article: rule.article, severity }]
    })
}

async function factsOf(ctx: Ctx, { id, provider }: Entry & { readonly id: string }): Promise<GateFacts> {
  const registered = elements()
  const stewards = await stewardsOf(ctx, id)
  return {
    rules: ctx.rules,
    today: ctx.clock.today(),
    owner: await findOrg(ctx, provider).catch(() => undefined),
    stewards: stewards.filter(({ family }) => family === 'manage').map(({ org }) => org),
    elements: new Set(registered.map(({ id }) => id)),
    personal: new Set(registered.filter(({ pi }) => pi !== null).map(({ id }) => id)),
  }
}

function ruleInForce({ rules, today }: GateFacts, id: string): Rule | undefined {
  try {
    return rules.rule(id, today)
  } catch (error) {
    if (error instanceof RuleNotInForce) return undefined
    throw error
  }
}

const contents: Check = ({ items, format, cycle, modes, attribute }) => [
  ...missing(
    items.length === 0,
    '/items',
    'catalog.entry.contents',
    '未列明数据项',
    'no data items are listed',
  ),
  ...missing(
    format === null,
    '/format',
    'catalog.entry.contents',
    '未列明数据格式',
    'the data format is missing',
  ),
  ...missing(
    cycle === null,
    '/cycle',
    'catalog.entry.contents',
    '未列明更新频率',
    'the update frequency is missing',
  ),
  ...missing(
    modes.length === 0 && attribute !== 'withheld',
    '/modes',
    'catalog.entry.contents',
    '未列明共享方式',
    'the sharing mode is missing',
  ),
]

const elementsOfGuide: Check = (
  { code, abstract, classification, open, openConditions, related },
  { owner },
) => [
  ...missing(
    abstract.trim() === '',
    '/abstract',
    'catalog.elements',
    '缺少信息资源摘要',
    'the abstract is missing',
  ),
  ...missing(
    classification.trim() === '',
    '/classification',
    'catalog.elements',
    '缺少信息资源分类',
    'the classification is missing',
  ),
  ...missing(code === '', '/code', 'catalog.elements', '缺少信息资源代码', 'the resource code is missing'),
  ...missing(
    open && (openConditions ?? '').trim() === '',
    '/openConditions',
    'catalog.elements',
    '向社会开放的应列明开放条件',
    'an entry open to the public states its conditions',
  ),
  ...related.flatMap((other, i) =>
    missing(
      other === code && code !== '',
      `/related/${i}`,
      'catalog.elements',
      '关联资源代码不能是本条目自身',
      'an entry cannot be related to itself',
    ),
  ),
  ...(owner && owner.uscc === null
    ? [
        {
          field: '/provider',
          rule: 'catalog.elements',
          zh: '提供单位未登记统一社会信用代码',
          en: 'the provider has no unified social credit code on file',
          warns: true as const,
        },
      ]
    : []),
]

const resourceCode: Check = ({ code }, { rules }) => {
  if (code === '') return []
  const parsed = parseCode(rules, code)
  if (!parsed) {
    return [
      {
        field: '/code',
        rule: 'catalog.resourceCode',
        zh: '资源代码应为“类1项2目3细目/顺序号”',
        en: 'the code must read class, item, branch, leaf, "/" and sequence',
      },
    ]
  }
  const classes = rules.param<{ code: string }[]>('catalog.classes', 'classes').map((one) => one.code)
  return missing(
    !classes.includes(parsed.class),
    '/code',
    'catalog.classes',
    `资源代码的类应为 ${classes.join('、')}`,
    `the class of the code should be one of ${classes.join(', ')}`,
  )
}

const owner: Check = ({ provider }, { owner, stewards }) => [
  ...missing(
    !owner,
    '/provider',
    'catalog.owner',
    `提供单位 ${provider} 不是登记在册的单位`,
    `the provider ${provider} is not a registered organisation`,
  ),
  ...missing(
    stewards.length === 0,
    '/provider',
    'security.responsibility',
    '没有对该资源负管理责任的单位',
    'no organisation answers for managing the resource',
  ),
]

const grading: Check = (entry) => [
  ...missing(entry.grade === null, '/grade', 'catalog.grade', '未列明数据分类分级', 'the grade is missing'),
  ...itemsAbove(entry).map((i) => ({
    field: `/items/${i}/grade`,
    rule: 'grading.matrix',
    zh: `数据项级别高于条目级别 ${entry.grade}，应就高从严`,
    en: `the item is graded above its entry (${entry.grade}); the highest grade decides`,
  })),
  ...missing(
    entry.open && (entry.grade === 'important' || entry.grade === 'core'),
    '/open',
    'grading.matrix',
    '重要数据、核心数据不得直接向社会开放',
    'important and core data may not be openly published',
  ),
]

const basis: Check = ({ basis }) =>
  missing(
    basis.length === 0,
    '/basis',
    'catalog.basis',
    '未列明履职依据',
    'the legal basis of the duty is missing',
  )

const sharing: Check = ({ attribute, conditions, basis }, { rules }) => {
  const { scope = '', purpose = '', other = '' } = conditions
  if (attribute === 'conditional') {
    return [
      ...missing(
        scope.trim() === '',
        '/conditions/scope',
        'catalog.conditional.scope',
        '有条件共享应列明共享范围',
        'a conditional entry states the scope of sharing',
      ),
      ...missing(
        purpose.trim() === '',
        '/conditions/purpose',
        'catalog.conditional.scope',
        '有条件共享应列明使用用途',
        'a conditional entry states the purpose of use',
      ),
    ]
  }
  if (attribute === 'unconditional') {
    return (['scope', 'purpose', 'other'] as const).flatMap((name) =>
      missing(
        ![undefined, '', '无条件'].includes(conditions[name]?.trim()),
        `/conditions/${name}`,
        'catalog.unconditional.noConditions',
        '无条件共享的数据不得设置条件',
        'an unconditional entry may not set conditions',
      ),
    )
  }
  const sufficient = rules.param<string[]>('catalog.withheld.basis', 'levels')
  const express = basis.some(({ level, article }) => sufficient.includes(level) && article.trim() !== '')
  return [
    ...missing(
      !express,
      '/basis',
      'catalog.withheld.basis',
      '不予共享须列明法律、行政法规或者国务院决定的具体条款',
      'withholding needs a cited article of a law, an administrative regulation or a State Council decision',
    ),
    ...missing(
      other.trim() === '',
      '/conditions/other',
      'catalog.withheld.basis',
      '不予共享应列明理由',
      'withholding needs its reason',
    ),
  ]
}

const assessments: Check = (entry, { personal, today }) => {
  const asks = entry.items.some(({ element }) => element !== null && personal.has(element))
  const late = (day: Day | null) => day !== null && day > today
  return [
    ...missing(
      entry.secrecyAssessedOn === null || late(entry.secrecyAssessedOn),
      '/secrecyAssessedOn',
      'catalog.assessment',
      '尚未完成保密风险评估',
      'the secrecy risk has not been assessed',
    ),
    ...missing(
      asks && (entry.impactAssessedOn === null || late(entry.impactAssessedOn)),
      '/impactAssessedOn',
      'catalog.assessment',
      '含个人信息的，应先完成个人信息保护影响评估',
      'personal information needs an impact assessment first',
    ),
  ]
}

const itemsFit: Check = ({ items, regionField }, facts) => {
  const names = items.map(({ name }) => name)
  return [
    ...items.flatMap(({ name, element }, i) => [
      ...missing(
        names.indexOf(name) < i,
        `/items/${i}/name`,
        'catalog.entry.contents',
        `数据项 ${name} 重复`,
        `the item ${name} stands twice`,
      ),
      ...missing(
        element !== null && !facts.elements.has(element),
        `/items/${i}/element`,
        'catalog.basis',
        `没有数据元 ${element}`,
        `there is no data element ${element}`,
      ),
    ]),
    ...missing(
      regionField !== null && !names.includes(regionField),
      '/regionField',
      'catalog.entry.contents',
      `属地字段 ${regionField} 不在数据项中`,
      `the region field ${regionField} is not an item`,
    ),
  ]
}

const checks: readonly Check[] = [
  contents,
  elementsOfGuide,
  resourceCode,
  owner,
  grading,
  basis,
  sharing,
  assessments,
  itemsFit,
]

function missing(wrong: boolean, field: string, rule: string, zh: string, en: string): Fault[] {
  return wrong ? [{ field, rule, zh, en }] : []
}
