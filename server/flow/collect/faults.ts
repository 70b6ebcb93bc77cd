import type { Bilingual } from '../../base/problem.ts'
import type { ScanRule } from './scan.ts'
import { recordLimitBytes } from './settings.ts'

/** Why a record could not be read, in the words the provider sees. */
export const scanFaults: Record<ScanRule, Bilingual> = {
  'scan.nul': { zh: '记录中有空字符（NUL）', en: 'The record holds a NUL character' },
  'scan.unclosedQuote': { zh: '引号没有闭合', en: 'A quote is not closed' },
  'scan.textAfterQuote': { zh: '闭合引号之后还有文字', en: 'Text follows a closing quote' },
  'scan.bareQuote': {
    zh: '未加引号的字段中出现引号',
    en: 'A quote stands inside a field that is not quoted',
  },
  'scan.fieldCount': { zh: '字段数与表头不符', en: 'The number of fields differs from the header' },
  'scan.encoding': {
    zh: '含有不合编码的字节',
    en: 'The record holds bytes that are not valid in the encoding',
  },
  'scan.tooLong': {
    zh: `记录超过 ${recordLimitBytes / 1024 / 1024} MB`,
    en: `The record is longer than ${recordLimitBytes / 1024 / 1024} MB`,
  },
}
