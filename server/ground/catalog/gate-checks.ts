import type { Day } from '../../base/clock/index.ts'
import type { Rules } from '../../base/rules/index.ts'
import type { Org } from '../parties/index.ts'
import { parseCode } from './code.ts'
import { type Found, faultIf } from './gate-texts.ts'
import { itemsAbove } from './grade.ts'
import type { Entry } from './types.ts'

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

type Check = (entry: Entry, facts: GateFacts) => Found[]

/** The fields of 政务数据共享条例 第十三条第二款. */
const contents: Check = ({ items, format, cycle, modes, attribute }) => [
  ...faultIf(items.length === 0, 'noItems', '/items'),
  ...faultIf(format === null, 'noFormat', '/format'),
  ...faultIf(cycle === null, 'noCycle', '/cycle'),
  ...faultIf(modes.length === 0 && attribute !== 'withheld', 'noModes', '/modes'),
]

/** The elements of 政务信息资源目录编制指南 that the Regulation does not name itself. */
const guide: Check = ({ code, abstract, classification, open, openConditions, related }, { owner }) => [
  ...faultIf(empty(abstract), 'noAbstract', '/abstract'),
  ...faultIf(empty(classification), 'noClassification', '/classification'),
  ...faultIf(code === '', 'noCode', '/code'),
  ...faultIf(open && empty(openConditions), 'noOpenConditions', '/openConditions'),
  ...related.flatMap((other, i) =>
    faultIf(other === code && code !== '', 'relatedToItself', `/related/${i}`),
  ),
  ...faultIf(owner !== undefined && owner.uscc === null, 'noProviderCode', '/provider'),
]

const resourceCode: Check = ({ code }, { rules }) => {
  if (code === '') return []
  const parsed = parseCode(rules, code)
  if (!parsed) return faultIf(true, 'badCode', '/code')
  const classes = rules.param<{ code: string }[]>('catalog.classes', 'classes').map((one) => one.code)
  return faultIf(!classes.includes(parsed.class), 'unknownClass', '/code', { classes })
}

const owner: Check = ({ provider }, { owner, stewards }) => [
  ...faultIf(owner === undefined, 'noOwner', '/provider', { provider }),
  ...faultIf(stewards.length === 0, 'noSteward', '/provider'),
]

const closed = (rules: Rules) => rules.param<string[]>('catalog.open.grade', 'closed')

const grading: Check = (entry, { rules }) => [
  ...faultIf(entry.grade === null, 'noGrade', '/grade'),
  ...itemsAbove(entry).flatMap((i) =>
    faultIf(true, 'itemAbove', `/items/${i}/grade`, { grade: entry.grade }),
  ),
  ...faultIf(
    entry.open && entry.grade !== null && closed(rules).includes(entry.grade),
    'openImportant',
    '/open',
  ),
]

const basis: Check = ({ basis }) => faultIf(basis.length === 0, 'noBasis', '/basis')

/** Each sharing attribute has its own test (第十四、十五条). */
const sharing: Check = (entry, facts) => {
  if (entry.attribute === 'unconditional') return unconditional(entry, facts)
  if (entry.attribute === 'withheld') return withheld(entry, facts)
  const { scope, purpose } = entry.conditions
  return [
    ...faultIf(empty(scope), 'noScope', '/conditions/scope'),
    ...faultIf(empty(purpose), 'noPurpose', '/conditions/purpose'),
  ]
}

const unconditional: Check = ({ conditions }) =>
  (['scope', 'purpose', 'other'] as const).flatMap((name) => {
    const condition = conditions[name]
    return faultIf(!empty(condition) && condition?.trim() !== '无条件', 'conditioned', `/conditions/${name}`)
  })

const withheld: Check = ({ basis, conditions }, { rules }) => {
  const sufficient = rules.param<string[]>('catalog.withheld.basis', 'levels')
  const express = basis.some(({ level, article }) => sufficient.includes(level) && !empty(article))
  return [
    ...faultIf(!express, 'noExpressBasis', '/basis'),
    ...faultIf(empty(conditions.other), 'noReason', '/conditions/other'),
  ]
}

const assessments: Check = (entry, { personal, today }) => {
  const asksImpact = entry.items.some(({ element }) => element !== null && personal.has(element))
  const open = (day: Day | null) => day === null || day > today
  return [
    ...faultIf(open(entry.secrecyAssessedOn), 'secrecyNotAssessed', '/secrecyAssessedOn'),
    ...faultIf(asksImpact && open(entry.impactAssessedOn), 'impactNotAssessed', '/impactAssessedOn'),
  ]
}

const itemsFit: Check = ({ items, regionField }, { elements }) => {
  const names = items.map(({ name }) => name)
  return [
    ...items.flatMap(({ name, element }, i) => [
      ...faultIf(names.indexOf(name) < i, 'itemTwice', `/items/${i}/name`, { name }),
      ...faultIf(element !== null && !elements.has(element), 'noSuchElement', `/items/${i}/element`, {
        element,
      }),
    ]),
    ...faultIf(regionField !== null && !names.includes(regionField), 'noSuchRegion', '/regionField', {
      name: regionField,
    }),
  ]
}

/** Every check of the gate, in the order in which an officer fills in the form. */
export const checks: readonly Check[] = [
  contents,
  guide,
  resourceCode,
  owner,
  grading,
  basis,
  sharing,
  assessments,
  itemsFit,
]

function empty(text: string | null | undefined): boolean {
  return text === null || text === undefined || text.trim() === ''
}
