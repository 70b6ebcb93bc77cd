import type { Entry, Grade } from './types.ts'

const ranks: Record<Grade, number> = {
  'general-1': 1,
  'general-2': 2,
  'general-3': 3,
  'general-4': 4,
  important: 5,
  core: 6,
}

/** Order of grades, 1 (general 1) to 6 (core). */
export function rankOf(grade: Grade): number {
  return ranks[grade]
}

/** Items graded above their entry: the highest item decides the entry's grade (就高从严). */
export function itemsAbove({ items, grade }: Pick<Entry, 'items' | 'grade'>): number[] {
  if (grade === null) return []
  return items.flatMap((item, i) => (item.grade > rankOf(grade) ? [i] : []))
}
