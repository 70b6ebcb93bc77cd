import type { Level, OrgKindName } from './types.ts'

/** One organisation of the demo city, from the State Council to a community (国、省、市、区、街道、社区). */
export interface CityOrg {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly level: Level
  /** GB/T 2260 and GB/T 10114 codes; 000000 for the nation */
  readonly division: string
  readonly parent: string | null
  readonly kind: OrgKindName
  readonly line?: string
}

/** One official: an id that says where and as what, a family name, a title, a role. */
export interface CityPerson {
  readonly id: string
  readonly org: string
  readonly name: string
  readonly title: { zh: string; en: string }
  readonly role: string
}

const org = (
  id: string,
  zh: string,
  en: string,
  level: Level,
  division: string,
  parent: string | null,
  kind: OrgKindName,
  line?: string,
): CityOrg => ({ id, zh, en, level, division, parent, kind, ...(line && { line }) })

export const orgs: readonly CityOrg[] = [
  org('cn', '国务院', 'State Council', 'nation', '000000', null, 'government'),
  org('cn.data', '国家数据局', 'National Data Administration', 'nation', '000000', 'cn', 'competent'),
  org('gd', '广东省人民政府', 'Guangdong Province', 'province', '440000', 'cn', 'government'),
  org(
    'gd.data',
    '广东省政务服务和数据管理局',
    'Guangdong Data Administration',
    'province',
    '440000',
    'gd',
    'competent',
  ),
  org(
    'gd.tax',
    '国家税务总局广东省税务局',
    'Guangdong Tax Service',
    'province',
    '440000',
    'gd',
    'department',
    'tax',
  ),
  org('sz', '深圳市人民政府', 'Shenzhen City', 'city', '440300', 'gd', 'government'),
  org(
    'sz.data',
    '深圳市政务服务和数据管理局',
    'Shenzhen Data Administration',
    'city',
    '440300',
    'sz',
    'competent',
  ),
  org(
    'sz.market',
    '深圳市市场监督管理局',
    'Shenzhen Market Supervision',
    'city',
    '440300',
    'sz',
    'department',
  ),
  org('sz.audit', '深圳市审计局', 'Shenzhen Audit Bureau', 'city', '440300', 'sz', 'department'),
  org('sz.cloud', '深圳市大数据资源管理中心', 'Shenzhen Big Data Centre', 'city', '440300', 'sz', 'unit'),
  org('ps', '深圳市坪山区人民政府', 'Pingshan District', 'county', '440310', 'sz', 'government'),
  org(
    'ps.data',
    '坪山区政务服务和数据管理局',
    'Pingshan Data Administration',
    'county',
    '440310',
    'ps',
    'competent',
  ),
  org(
    'ps.housing',
    '坪山区住房和建设局',
    'Pingshan Housing and Construction',
    'county',
    '440310',
    'ps',
    'department',
  ),
  org(
    'ps.park',
    '坪山区产业园区服务中心',
    'Pingshan Industrial Parks Service',
    'county',
    '440310',
    'ps',
    'unit',
  ),
  org('ps.hr', '坪山区人力资源局', 'Pingshan Human Resources', 'county', '440310', 'ps', 'department'),
  org('ps.kengzi', '坑梓街道办事处', 'Kengzi Subdistrict', 'town', '440310005', 'ps', 'unit'),
  org(
    'ps.kengzi.xiuxin',
    '秀新社区居民委员会',
    'Xiuxin Community',
    'village',
    '440310005002',
    'ps.kengzi',
    'village',
  ),
]

const officer = { zh: '数据专员', en: 'data officer' }
const head = { zh: '共享工作机构负责人', en: 'head of the sharing office' }
const reviewer = { zh: '主管部门审核员', en: 'reviewer of the competent department' }

const person = (id: string, name: string, title: { zh: string; en: string }, role: string): CityPerson => ({
  id,
  org: id.slice(0, id.lastIndexOf('.')),
  name,
  title,
  role,
})

export const people: readonly CityPerson[] = [
  person('gd.data.reviewer', '岑审核', reviewer, 'reviewer'),
  person('gd.tax.officer', '税专员', officer, 'data-officer'),
  person('gd.tax.head', '税处长', head, 'office-head'),
  person('sz.data.reviewer', '沈审核', reviewer, 'reviewer'),
  person('sz.data.admin', '管管理', { zh: '单位与人员管理员', en: 'administrator' }, 'administrator'),
  person('sz.market.officer', '商专员', officer, 'data-officer'),
  person('sz.market.head', '商处长', head, 'office-head'),
  person('sz.cloud.operator', '云运维', { zh: '运维员', en: 'operator' }, 'operator'),
  person('sz.audit.auditor', '明审计', { zh: '审计员', en: 'auditor' }, 'auditor'),
  person('ps.data.reviewer', '平审核', reviewer, 'reviewer'),
  person('ps.park.officer', '元专员', officer, 'data-officer'),
  person('ps.park.head', '元主任', head, 'office-head'),
  person('ps.housing.officer', '居专员', officer, 'data-officer'),
  person('ps.housing.head', '居科长', head, 'office-head'),
  person('ps.hr.officer', '仁专员', officer, 'data-officer'),
  person('ps.hr.head', '仁科长', head, 'office-head'),
  person('ps.kengzi.officer', '坑专员', officer, 'data-officer'),
]

/** The organisations that answer for data of their own. */
export const providers = ['gd.tax', 'sz.market', 'ps.park', 'ps.housing', 'ps.hr'] as const

/** The matters routed to a provider's own sharing office (政务数据共享条例 第十一条). */
export const matters = ['share.answer', 'share.correction', 'quality.fault'] as const
