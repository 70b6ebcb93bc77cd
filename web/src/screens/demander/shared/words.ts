import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../../parts/text.tsx'
import { tagOf } from '../../../texts/language.ts'
import type { Filter, Leaf } from './rule.ts'

type Group =
  | 'attribute'
  | 'grade'
  | 'cycle'
  | 'mode'
  | 'level'
  | 'basisLevel'
  | 'format'
  | 'type'
  | 'mask'
  | 'versionState'

/** Words of the catalogue's and the agreement's vocabularies; what is unknown here keeps its id. */
export function useTerms(): (group: Group, id: string) => string {
  useTranslation('demander')
  return (group, id) => {
    const found: unknown = i18next.getResource(i18next.language, 'demander', `${group}.${id}`)
    return typeof found === 'string' ? found : id
  }
}

/** A condition in a sentence, with the titles of the items; every part of it is text. */
export function useRuleText(): (rule: Filter | null, titleOf: (field: string) => string) => string {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  const gap = language === 'zh' ? '' : ' '
  const writeValue = (value: unknown) =>
    typeof value === 'boolean' ? t(value ? 'rule.yes' : 'rule.no') : String(value)
  const writeLeaf = ({ field, op, value }: Leaf, titleOf: (field: string) => string) => {
    const relation = t(`rule.ops.${op}`)
    const head = `${titleOf(field)} ${relation}`
    if (op === 'isNull') return head
    const values = Array.isArray(value) ? value : [value]
    if (op === 'between')
      return `${head} ${t('rule.span', { from: String(values[0]), to: String(values[1]) })}`
    return `${head} ${values.map(writeValue).join(t('rule.join'))}`
  }
  const write = (rule: Filter, titleOf: (field: string) => string, isInner: boolean): string => {
    if ('field' in rule) return writeLeaf(rule, titleOf)
    if ('not' in rule) return t('rule.notThis', { rule: write(rule.not, titleOf, false) })
    const [parts, word] = 'and' in rule ? [rule.and, t('rule.and')] : [rule.or, t('rule.or')]
    const text = parts.map((part) => write(part, titleOf, true)).join(`${gap || '，'}${word} `)
    return isInner ? `(${text})` : text
  }
  return (rule, titleOf) => (rule ? write(rule, titleOf, false) : t('rule.everything'))
}

/** Bytes in the largest unit that fits. */
export function useSize(): (sizeBytes: number) => string {
  const language = useLanguage()
  return (sizeBytes) => {
    const [unit, length] =
      sizeBytes < 1024
        ? (['byte', 1] as const)
        : sizeBytes < 1024 ** 2
          ? (['kilobyte', 1024] as const)
          : sizeBytes < 1024 ** 3
            ? (['megabyte', 1024 ** 2] as const)
            : (['gigabyte', 1024 ** 3] as const)
    return new Intl.NumberFormat(tagOf[language], {
      style: 'unit',
      unit,
      maximumFractionDigits: 1,
    }).format(sizeBytes / length)
  }
}
