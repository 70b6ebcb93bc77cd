import type { ResourceDraft } from '../server/ground/catalog/index.ts'

type Item = ResourceDraft['items'][number]

const item = (
  name: string,
  zh: string,
  en: string,
  type: Item['type'],
  element: string,
  grade: Item['grade'],
  more: Partial<Item> = {},
): Item => ({
  name,
  title: { zh, en },
  type,
  element,
  grade,
  nullable: true,
  ...more,
})

const uscc = item('uscc', '统一社会信用代码', 'unified social credit code', 'string', 'uscc', 1, {
  key: true,
  nullable: false,
})
const duty = {
  level: 'adminRegulation',
  title: '《政务数据共享条例》（国务院令第809号）',
  article: '第三条',
} as const

/** 市市场监督管理局：商事主体登记信息, the city's enterprise register. */
export const register: ResourceDraft = {
  name: { zh: '商事主体登记信息', en: 'Enterprise register' },
  code: '306021001/000001',
  abstract: '深圳市商事主体的登记事项：名称、代码、法定代表人、注册资本、住所、状态。演示数据，全部为生成。',
  classification: '部门/市场监管/商事主体',
  format: 'database',
  items: [
    uscc,
    item('name', '企业名称', 'name', 'string', 'enterprise-name', 1, { nullable: false }),
    item('representative', '法定代表人', 'legal representative', 'string', 'person-name', 3),
    item('capital', '注册资本', 'registered capital', 'string', 'amount-registered-capital', 1),
    item('founded_on', '成立日期', 'founded on', 'date', 'date', 1),
    item('type', '企业类型', 'type', 'string', 'enterprise-type', 1),
    item('industry', '行业代码', 'industry', 'string', 'industry', 1),
    item('status', '登记状态', 'status', 'string', 'registration-status', 1),
    item('address', '住所', 'address', 'string', 'address', 2),
    item('division', '行政区划代码', 'division', 'string', 'division', 1, { nullable: false }),
    item('mobile', '联系电话', 'telephone', 'string', 'mobile', 3),
  ],
  attribute: 'conditional',
  conditions: { scope: '市、区有企业服务和监管职责的部门', purpose: '履行企业服务、监管、统计职责' },
  modes: ['api', 'file', 'delta'],
  open: false,
  cycle: 'daily',
  grade: 'general-3',
  basis: [
    duty,
    { level: 'adminRegulation', title: '《中华人民共和国市场主体登记管理条例》', article: '登记事项' },
  ],
  regionField: 'division',
  secrecyAssessedOn: '2025-09-01',
  impactAssessedOn: '2025-09-01',
}

/** 区产业园区服务中心：园区入驻企业, what a district unit keeps in a workbook. */
export const tenants: ResourceDraft = {
  name: { zh: '产业园区入驻企业信息', en: 'Tenants of industrial parks' },
  code: '306081002/000001',
  abstract: '坪山区各产业园区入驻企业及所在街道。演示数据，全部为生成。',
  classification: '部门/园区服务/入驻企业',
  format: 'spreadsheet',
  items: [
    uscc,
    item('name', '企业名称', 'name', 'string', 'enterprise-name', 1, { nullable: false }),
    item('park', '园区', 'park', 'string', 'text', 1),
    item('area_m2', '租赁面积（平方米）', 'leased area in square metres', 'integer', 'integer', 1),
    item('since', '入驻日期', 'tenant since', 'date', 'date', 1),
    item('staff', '员工人数', 'staff', 'integer', 'integer', 1),
    item('street', '街道代码', 'street', 'string', 'street', 1),
  ],
  attribute: 'unconditional',
  conditions: {},
  modes: ['api', 'file', 'delta'],
  open: true,
  openConditions: '注明来源后可自由使用（演示数据）',
  cycle: 'monthly',
  grade: 'general-1',
  basis: [duty],
  secrecyAssessedOn: '2025-09-01',
  impactAssessedOn: '2025-09-01',
}

/** 省税务局（垂直系统）：纳税人信用信息, pulled from its own database. */
export const taxpayers: ResourceDraft = {
  name: { zh: '纳税人信用与应纳税额信息', en: 'Taxpayer credit and tax due' },
  code: '306151003/000001',
  abstract: '纳税信用等级、税款所属期、应纳税额、欠税额。垂直系统数据，演示数据，全部为生成。',
  classification: '部门/税务/纳税信用',
  line: 'tax',
  format: 'database',
  items: [
    { ...uscc, name: 'nsrsbh', title: { zh: '纳税人识别号', en: 'taxpayer number' } },
    item('nsrmc', '纳税人名称', 'taxpayer', 'string', 'enterprise-name', 1),
    item('xzqh', '行政区划', 'division', 'string', 'division', 1),
    item('nsxydj', '纳税信用等级', 'tax credit grade', 'string', 'text', 2),
    item('ssq', '税款所属期', 'tax period', 'string', 'tax-period', 1),
    item('rkse', '应纳税额', 'tax due', 'decimal(18,2)', 'amount', 2),
    item('qsye', '欠税余额', 'tax owed', 'decimal(18,2)', 'amount', 2),
  ],
  attribute: 'conditional',
  conditions: { scope: '有惠企政策核验职责的部门', purpose: '惠企政策资格核验' },
  modes: ['api', 'delta'],
  open: false,
  cycle: 'monthly',
  grade: 'general-2',
  basis: [duty],
  regionField: 'xzqh',
  secrecyAssessedOn: '2025-09-01',
  impactAssessedOn: '2025-09-01',
}

/** An entry that no gate may let pass: withheld on the word of a department's own document. */
export const unlawful: ResourceDraft = {
  ...tenants,
  open: false,
  openConditions: null,
  name: { zh: '园区招商洽谈记录', en: 'Talks with prospective tenants' },
  code: '306081002/000002',
  attribute: 'withheld',
  basis: [{ level: 'document', title: '本单位内部规定', article: '第二条' }],
}
