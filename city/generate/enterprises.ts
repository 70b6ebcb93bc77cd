import { generate } from '../../server/ground/standards/index.ts'
import { type Chance, chance } from './chance.ts'

/** One firm of the city as it truly is, before a register spoils it. Every value is made up. */
export interface Enterprise {
  readonly uscc: string
  readonly name: string
  readonly representative: string
  /** in 10,000 yuan */
  readonly capitalWan: number
  readonly foundedOn: string
  readonly type: string
  readonly industry: string
  readonly status: string
  readonly division: string
  readonly address: string
  readonly mobile: string
}

const districts = [
  ['440303', '罗湖区'],
  ['440304', '福田区'],
  ['440305', '南山区'],
  ['440306', '宝安区'],
  ['440307', '龙岗区'],
  ['440309', '龙华区'],
  ['440310', '坪山区'],
  ['440310', '坪山区'],
  ['440310', '坪山区'],
  ['440311', '光明区'],
] as const
const streets = ['坪山街道', '马峦街道', '碧岭街道', '石井街道', '坑梓街道', '龙田街道']
const roads = ['深汕路', '金牛西路', '坪环路', '丹梓大道', '兰竹东路', '荣田路', '聚龙山三号路', '锦绣中路']
const brands = [...'鸿远瑞丰恒信嘉和泰盛宏达智联创新启明华晟海川云帆天成博雅金石永兴卓越正扬']
const trades = [
  ['电子科技', '3900'],
  ['精密制造', '3500'],
  ['新能源', '3800'],
  ['生物医药', '2700'],
  ['物流', '5900'],
  ['商贸', '5100'],
  ['建筑工程', '4700'],
  ['软件', '6500'],
  ['餐饮管理', '6200'],
  ['医疗器械', '3500'],
] as const
const families = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张']
const given = [...'文静远山建国明辉志强丽娜晓东海燕思源子涵雨桐']
const types = [
  '有限责任公司',
  '有限责任公司',
  '有限责任公司',
  '股份有限公司',
  '个人独资企业',
  '有限责任公司分公司',
]
const statuses = ['存续', '存续', '存续', '存续', '存续', '存续', '吊销', '注销', '迁出']

/** Makes `count` firms, a third of them in Pingshan; unified social credit codes are valid and marked synthetic. */
export function* makeEnterprises(count: number, seed = 809): Generator<Enterprise> {
  const luck = chance(seed)
  for (let i = 0; i < count; i++) yield makeEnterprise(luck, seed * 1_000_003 + i)
}

/**
 * Spoils one firm the way registers are spoiled: lower-case check letters, wrong check digits, four
 * notations of capital and three of dates, blanks written N/A, addresses with the district's old name.
 */
export function spoil(firm: Enterprise, luck: Chance): string[] {
  return [
    spoilCode(firm.uscc, luck),
    luck.once(400) ? '' : luck.once(50) ? ` ${firm.name}　` : firm.name,
    luck.once(30) ? 'N/A' : firm.representative,
    spoilCapital(firm.capitalWan, luck),
    spoilDate(firm.foundedOn, luck),
    luck.once(12) ? 'N/A' : firm.type,
    luck.once(300) ? '9999' : firm.industry,
    luck.once(60) ? `${firm.status}（在营、开业、在册）` : firm.status,
    luck.once(40) ? firm.address.replace('坪山区', '坪山新区') : firm.address,
    luck.once(250) ? '440399' : firm.division,
    luck.once(80) ? '12345678901' : luck.once(40) ? `+86 ${firm.mobile}` : firm.mobile,
  ]
}

function makeEnterprise(luck: Chance, seed: number): Enterprise {
  const [division, district] = luck.pick(districts)
  const [trade, industry] = luck.pick(trades)
  const brand = luck.pick(brands) + luck.pick(brands)
  const street = district === '坪山区' ? luck.pick(streets) : ''
  return {
    uscc: generate('uscc', seed),
    name: `深圳市${brand}${trade}有限公司`,
    representative: luck.pick(families) + luck.pick(given) + (luck.once(3) ? '' : luck.pick(given)),
    capitalWan: luck.pick([10, 50, 100, 100, 200, 500, 500, 1000, 2000, 5000]),
    foundedOn: dayText(luck),
    type: luck.pick(types),
    industry,
    status: luck.pick(statuses),
    division,
    address: `深圳市${district}${street}${luck.pick(roads)}${1 + luck.below(299)}号${1 + luck.below(20)}栋${1 + luck.below(30)}01`,
    mobile: generate('mobile', seed),
  }
}

function spoilCode(uscc: string, luck: Chance): string {
  if (luck.once(60)) return uscc.toLowerCase()
  if (luck.once(120)) return `${uscc.slice(0, 17)}${uscc.endsWith('0') ? '1' : '0'}`
  if (luck.once(500)) return ''
  return uscc
}

function spoilCapital(wan: number, luck: Chance): string {
  return luck.pick([
    () => `${wan}（万元）`,
    () => `${wan}（万元）`,
    () => `${wan}万人民币`,
    () => `${wan}万元人民币`,
    () => `${(wan * 10_000).toLocaleString('en-US')}.00`,
    () => (luck.once(20) ? 'N/A' : `${wan}万元`),
  ])()
}

function spoilDate(on: string, luck: Chance): string {
  if (luck.once(30)) return on.replaceAll('-', '/')
  if (luck.once(30)) return on.replaceAll('-', '')
  if (luck.once(40))
    return on.replace(/(\d+)-(\d+)-(\d+)/, (_, y, m, d) => `${y}年${Number(m)}月${Number(d)}日`)
  if (luck.once(300)) return `${on.slice(0, 4)}-02-30`
  return on
}

function dayText(luck: Chance): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${1990 + luck.below(35)}-${two(1 + luck.below(12))}-${two(1 + luck.below(28))}`
}
