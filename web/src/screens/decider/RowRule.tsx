import { useTranslation } from 'react-i18next'
import { DataText, useLanguage } from '../../parts/index.ts'
import type { Bilingual } from '../../texts/language.ts'
import type { RowFilter } from './queries.ts'

type Titles = ReadonlyMap<string, Bilingual>

/** A condition on rows in words; items are named by their titles where those are known. */
export function RowRule({ rule, titles = new Map() }: { rule: RowFilter | null; titles?: Titles }) {
  const { t } = useTranslation('decider')
  const write = useRuleWriter(titles)
  return rule === null ? t('line.allRows') : <DataText value={write(rule)} limit={400} />
}

function useRuleWriter(titles: Titles): (rule: RowFilter) => string {
  const { t } = useTranslation('decider')
  const language = useLanguage()
  const write = (rule: RowFilter, inner = false): string => {
    if ('not' in rule) return `${t('op.not')} (${write(rule.not)})`
    if ('and' in rule || 'or' in rule) {
      const [parts, word] = 'and' in rule ? [rule.and, t('op.and')] : [rule.or, t('op.or')]
      const text = parts.map((part) => write(part, true)).join(` ${word} `)
      return inner && parts.length > 1 ? `(${text})` : text
    }
    const name = titles.get(rule.field)?.[language] || rule.field
    const value = [rule.value ?? []].flat().join(language === 'zh' ? '、' : ', ')
    return `${name} ${t(`op.${rule.op}`)} ${value}`.trim()
  }
  return write
}
