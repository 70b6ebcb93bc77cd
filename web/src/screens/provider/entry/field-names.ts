import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { useTerms } from '../../../parts/index.ts'

const places: Readonly<Record<string, string>> = {
  name: 'field.name',
  'name/zh': 'entry.nameZh',
  'name/en': 'entry.nameEn',
  items: 'entry.item',
  conditions: 'entry.conditions',
  'conditions/scope': 'entry.scope',
  'conditions/purpose': 'entry.purpose',
  'conditions/other': 'entry.other',
}

/** The name of an entry's field as the form has it, by field or JSON Pointer; one unknown here keeps its own. */
export function useFieldName(): (field: string) => string {
  useTranslation('provider')
  return (field) => {
    const key = field.replace(/^\//, '')
    const found: unknown = i18next.getResource(i18next.language, 'provider', places[key] ?? `field.${key}`)
    return typeof found === 'string' ? found : key
  }
}

const choices = ['attribute', 'cycle', 'format', 'grade'] as const

/** A choice of the entry (cycle, grade, attribute, format) in words; any other value as it is. */
export function useChoiceWord(): (field: string, value: string) => string {
  const term = useTerms()
  return (field, value) => {
    const group = choices.find((it) => field === `/${it}`)
    return group ? term(group, value) : value
  }
}
