import type { Resource } from '../../ground/catalog/index.ts'
import type { Org } from '../../ground/parties/index.ts'

/** The text the public search looks in: name, department, abstract, and the opened items alone. */
export function wordsOf(
  { name, code, abstract, classification, items }: Resource,
  org: Pick<Org, 'name'>,
  fields: readonly string[],
): string {
  const opened = items.filter((item) => fields.includes(item.name))
  return fold(
    [
      name.zh,
      name.en,
      code,
      classification,
      org.name.zh,
      org.name.en,
      ...opened.flatMap(({ name, title }) => [name, title.zh, title.en]),
      abstract,
    ].join('\n'),
  )
}

/** A query as the words that must all be found, at most ten. */
export function termsOf(q: string): string[] {
  return [...new Set(fold(q).split(/\s+/).filter(Boolean))].slice(0, 10)
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
