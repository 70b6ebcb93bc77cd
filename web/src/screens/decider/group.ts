import type { Line } from '../../api/types.ts'
import { dueOf } from './queries.ts'

/** A line and, where lines are grouped, the ids of its submission's lines on this page. */
export type BundleLine = Line & { readonly group: readonly string[] }

/** Lines of one submission side by side; the submission with the least time left first. */
export function groupLines(lines: readonly Line[]): BundleLine[] {
  const first = new Map<string, string>()
  for (const { submission, case: item } of lines) {
    const known = first.get(submission)
    const due = dueOf(item)
    if (known === undefined || due < known) first.set(submission, due)
  }
  const rank = (line: Line) =>
    `${first.get(line.submission)} ${line.submission} ${dueOf(line.case)} ${line.id}`
  const sorted = [...lines].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  const groups = Map.groupBy(sorted, ({ submission }) => submission)
  return sorted.map((line) => ({
    ...line,
    group: groups.get(line.submission)?.map(({ id }) => id) ?? [],
  }))
}
