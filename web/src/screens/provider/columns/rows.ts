import type { Resource } from '../../../api/types.ts'
import type { Binding } from '../queries.ts'

type Item = Resource['items'][number]

/** One column to be bound: as the file names it, the item it feeds, what is known of it. */
export interface ColumnRow {
  readonly column: string
  readonly item: Item | undefined
  readonly binding: Binding | undefined
  /** the element it counts as today: confirmed, proposed, or the catalogue's; '' where there is none */
  readonly element: string
}

/**
 * Every column that can be bound: those of the last file in its order, then what was bound under other names.
 * A column belongs to an item by the item's name or its Chinese title, as the server matches them.
 */
export function columnRows(
  items: readonly Item[],
  bindings: readonly Binding[],
  columns: readonly string[],
): ColumnRow[] {
  const itemOf = (name: string) => items.find((item) => item.name === name || item.title.zh === name)
  const names = [...new Set([...columns, ...bindings.map(({ column }) => column)])]
  const named = new Set(names.flatMap((name) => itemOf(name)?.name ?? []))
  const unnamed = items.filter(({ name }) => !named.has(name)).map(({ name }) => name)
  const rows = [...names, ...unnamed].map((column) => {
    const item = itemOf(column)
    const binding = bindings.find((it) => it.column === column)
    return { column, item, binding, element: binding?.element ?? item?.element ?? '' }
  })
  return rows.filter((row) => !isShadowed(row, rows))
}

/** The same item bound once under the file's name and once under its own: the bound one is shown. */
function isShadowed(row: ColumnRow, rows: readonly ColumnRow[]): boolean {
  if (row.binding || !row.item) return false
  return rows.some((other) => other !== row && other.item === row.item && other.binding)
}

/** What a press of the button would confirm: rows with an element that is not confirmed as it stands. */
export function pendingOf(rows: readonly ColumnRow[], choices: Readonly<Record<string, string>>) {
  return rows.flatMap(({ column, binding, element: known }) => {
    const element = choices[column] ?? known
    const isSettled = binding?.state === 'confirmed' && binding.element === element
    return element === '' || isSettled ? [] : [{ column, element }]
  })
}
