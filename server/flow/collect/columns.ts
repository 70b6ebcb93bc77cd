import type { Item, Resource } from '../../ground/catalog/index.ts'
import { refuse } from './problems.ts'
import type { ReadingPlan } from './types.ts'

/** Which column of a file holds a catalogue item: by name, else by title, case ignored; undefined when none does. */
export function columnOf(item: Pick<Item, 'name' | 'title'>, columns: readonly string[]): string | undefined {
  const like = (wanted: string) =>
    columns.find((column) => column.toLowerCase() === wanted.trim().toLowerCase())
  return like(item.name) ?? like(item.title.zh) ?? (item.title.en ? like(item.title.en) : undefined)
}

/** Refuses a delivery that lacks catalogue items, naming them; notes the columns the catalogue does not know. */
export function settleColumns(plan: ReadingPlan, resource: Pick<Resource, 'items'>): ReadingPlan {
  const found = resource.items.map((item) => columnOf(item, plan.columns))
  const missing = resource.items.filter((_, i) => found[i] === undefined)
  if (missing.length > 0) {
    const names = missing.map(({ name, title }) => (name === title.zh ? name : `${title.zh}（${name}）`))
    throw refuse.missingItems({ names, columns: plan.columns.slice(0, 300) })
  }
  const known = new Set(found)
  return { ...plan, unknownColumns: plan.columns.filter((column) => !known.has(column)) }
}
