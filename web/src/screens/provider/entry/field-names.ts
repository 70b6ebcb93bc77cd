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

/** The lists of the entry, and what stands in their rows. */
const rowNames: Readonly<Record<string, string>> = {
  items: 'entry.item',
  basis: 'field.basis',
  related: 'field.related',
}
const cellNames: Readonly<Record<string, string>> = {
  'items/name': 'entry.itemName',
  'items/title/zh': 'entry.titleZh',
  'items/title/en': 'entry.titleEn',
  'items/type': 'entry.type',
  'items/element': 'columns.element',
  'items/grade': 'field.grade',
  'items/key': 'entry.key',
  'items/nullable': 'entry.nullable',
  'basis/level': 'entry.basisLevel',
  'basis/title': 'entry.basisTitle',
  'basis/article': 'entry.basisArticle',
}

/**
 * The name of an entry's field as the form has it, by field or JSON Pointer; a row by its number (`/items/3/element` is
 * the data element of item 4). One unknown here keeps its own.
 */
export function useFieldName(): (field: string) => string {
  useTranslation('provider')
  return (field) => {
    const key = field.replace(/^\//, '')
    const [, list = '', at, cell] = /^(\w+)\/(\d+)(?:\/(.+))?$/.exec(key) ?? []
    const row = textAt(rowNames[list])
    if (row === undefined) return textAt(places[key] ?? `field.${key}`) ?? key
    const numbered = `${row} ${Number(at) + 1}`
    if (cell === undefined) return numbered
    return `${numbered} · ${textAt(cellNames[`${list}/${cell}`]) ?? cell}`
  }
}

function textAt(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  const found: unknown = i18next.getResource(i18next.language, 'provider', path)
  return typeof found === 'string' ? found : undefined
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
