import { DataText, useLanguage, useRuleText } from '../../parts/index.ts'
import type { Bilingual } from '../../texts/language.ts'
import type { RowFilter } from './queries.ts'

type Titles = ReadonlyMap<string, Bilingual>

/** A condition on rows in words; items are named by their titles where those are known. */
export function RowRule({ rule, titles = new Map() }: { rule: RowFilter | null; titles?: Titles }) {
  const language = useLanguage()
  const write = useRuleText()
  return <DataText value={write(rule, (field) => titles.get(field)?.[language] || field)} limit={400} />
}
