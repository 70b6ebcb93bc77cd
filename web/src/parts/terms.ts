import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { components } from '../../../contract/client.gen.ts'
import type { texts } from '../texts/terms.zh.ts'

type Group = Exclude<keyof typeof texts, 'rule'>

/** A word of a shared vocabulary: `term('attribute', id)`; what is unknown keeps its id. */
export type Term = (group: Group, id: string) => string

/** Words of the shared vocabularies: of catalogue, agreement and row rules. */
export function useTerms(): Term {
  const { i18n } = useTranslation('terms')
  const { language } = i18n
  return useCallback(
    (group, id) => {
      const found: unknown = i18n.getResource(language, 'terms', `${group}.${id}`)
      return typeof found === 'string' ? found : id
    },
    [i18n, language],
  )
}

/** The type of an item in words, with the digits a decimal has: `decimal(18,2)`. */
export function useTypeText(): (type: string) => string {
  const term = useTerms()
  return (type) => {
    const [, name = type, digits = ''] = /^([a-z]+)(\(.*\))?$/.exec(type) ?? []
    return `${term('type', name)} ${digits}`.trim()
  }
}

type Filter = components['schemas']['Filter']
type Leaf = Extract<Filter, { field: string }>

/** A condition on rows in a sentence, with the titles of the items; every part of it is text. */
export function useRuleText(): (rule: Filter | null, titleOf: (field: string) => string) => string {
  const { t, i18n } = useTranslation('terms')
  const gap = i18n.language === 'zh' ? '，' : ' '
  const writeValue = (value: unknown) =>
    typeof value === 'boolean' ? t(value ? 'rule.yes' : 'rule.no') : String(value)
  const writeLeaf = ({ field, op, value }: Leaf, titleOf: (field: string) => string) => {
    const head = `${titleOf(field)} ${t(`op.${op}`)}`
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
    const text = parts.map((part) => write(part, titleOf, true)).join(`${gap}${word} `)
    return isInner ? `(${text})` : text
  }
  return (rule, titleOf) => (rule ? write(rule, titleOf, false) : t('rule.everything'))
}
