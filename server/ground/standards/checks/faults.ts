import type { Element, Fault, Severity } from './types.ts'

/** What each fault means; the code of a fault is element and key, such as 'uscc.check'. */
const words = {
  format: { zh: '格式不符合要求', en: 'The format is not as required' },
  check: { zh: '校验位不正确', en: 'The check digit is wrong' },
  inner: {
    zh: '内含组织机构代码的校验位不正确（部分早期代码如此）',
    en: 'The check digit of the organisation code inside is wrong, as in some early codes',
  },
  category: {
    zh: '登记管理部门或机构类别代码未见于标准',
    en: 'Registering authority or category is not in the standard',
  },
  birth: { zh: '出生日期不存在', en: 'The date of birth does not exist' },
  legacy: { zh: '十五位旧号，已转换为十八位', en: 'Old number of fifteen digits, converted to eighteen' },
  division: { zh: '行政区划代码未见于现行代码表', en: 'The division is not in the present code table' },
  range: { zh: '数值超出范围', en: 'The value is out of range' },
  outside: { zh: '坐标不在中国范围内', en: 'The coordinate lies outside China' },
  length: { zh: '长度不符合要求', en: 'The length is not as required' },
  unlisted: { zh: '代码未见于代码表', en: 'The code is not in the table' },
  label: {
    zh: '填写的是名称或非标准写法，已转为代码',
    en: 'A name or variant was given, converted to its code',
  },
  currency: { zh: '币种不符或前后矛盾', en: 'The currency is another one, or contradicts itself' },
  synthetic: { zh: '合成数据，不对应真实主体', en: 'Synthetic value that belongs to nobody' },
} as const
export type FaultKey = keyof typeof words

/** A fault before it is put into words. */
export interface Hit {
  key: FaultKey
  severity: Severity
}

export const error = (key: FaultKey): Hit => ({ key, severity: 'error' })
export const warn = (key: FaultKey): Hit => ({ key, severity: 'warn' })

/** Puts a fault into the words of its element. */
export function faultOf({ id, zh, en, basis }: Element, { key, severity }: Hit): Fault {
  return {
    code: `${id}.${key}`,
    severity,
    zh: `${zh}：${words[key].zh}`,
    en: `${en}: ${words[key].en}`,
    basis,
  }
}

/** A fault code of either kind in words, for reports made from SQL; null for an unknown code. */
export function describeFault(code: string): { zh: string; en: string } | null {
  const key = code.slice(code.lastIndexOf('.') + 1)
  return Object.hasOwn(words, key) ? words[key as FaultKey] : null
}
