import type { Bilingual } from '../../base/problem.ts'
import { describeFault, element, elements } from '../../ground/standards/index.ts'

const own: Record<string, Bilingual> = {
  'value.missing': { zh: '必填项没有值', en: 'A value is required and missing' },
  'key.duplicate': { zh: '主键与前面的行重复', en: 'The key repeats that of an earlier row' },
  'key.shared': { zh: '主键与其他行相同', en: 'Other rows have the same key' },
  'key.contradicts': { zh: '与主键相同的其他行内容不一致', en: 'Rows with the same key tell otherwise' },
  'value.absent': { zh: '没有值', en: 'There is no value' },
  'type.string': { zh: '不能读作文本', en: 'It cannot be read as text' },
  'type.integer': { zh: '不是 32 位整数', en: 'It is not a 32-bit integer' },
  'type.long': { zh: '不是 64 位整数', en: 'It is not a 64-bit integer' },
  'type.double': { zh: '不是数值', en: 'It is not a number' },
  'type.decimal': { zh: '不是规定精度的小数', en: 'It is not a decimal of the stated precision' },
  'type.date': { zh: '不是存在的日期', en: 'It is not a day that exists' },
  'type.timestamp': { zh: '不是日期时间', en: 'It is not a date and time' },
  'type.boolean': { zh: '不是布尔值', en: 'It is not true or false' },
}

/** A fault's code in words: the platform's own, else the element's name and what is wrong with it. */
export function wordsOf(rule: string): Bilingual {
  const known = own[rule]
  if (known) return known
  const words = describeFault(rule)
  const name = rule.slice(0, Math.max(0, rule.lastIndexOf('.')))
  if (!words) return { zh: rule, en: rule }
  if (!elements().some(({ id }) => id === name)) return words
  const { zh, en } = element(name)
  return { zh: `${zh}：${words.zh}`, en: `${en}: ${words.en}` }
}
