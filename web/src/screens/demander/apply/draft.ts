import { useSyncExternalStore } from 'react'
import { given } from '../../../api/client.ts'
import type { Body, Resource } from '../../../api/types.ts'
import { useMe } from '../../../shell/me.ts'
import { filterOf, type RuleDraft } from '../shared/rule.ts'

export type SubmissionInput = Body<'/api/share/submissions', 'post'>
export type Mode = SubmissionInput['lines'][number]['modes'][number]

export interface Contents {
  readonly purpose: string
  readonly basis: string
  readonly scenario: string
  readonly scope: string
  readonly from: string
  readonly until: string
}

export interface LineDraft {
  readonly fields: readonly string[]
  readonly modes: readonly Mode[]
  readonly rule: RuleDraft | null
}

interface Draft {
  readonly contents: Contents
  readonly lines: Readonly<Record<string, LineDraft>>
}

const empty: Draft = {
  contents: { purpose: '', basis: '', scenario: '', scope: '', from: '', until: '' },
  lines: {},
}

/*
 * What is typed survives the way to the catalogue and back, in memory alone: it is never stored in the
 * browser, and another person who signs in does not see it.
 */
const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

interface DraftDesk extends Draft {
  setContents(part: Partial<Contents>): void
  setLine(resource: string, line: LineDraft): void
  clear(): void
}

/** The application being written by this person. */
export function useDraft(): DraftDesk {
  const { id } = useMe()
  const draft = useSyncExternalStore(subscribe, () => drafts.get(id) ?? empty)
  const keep = (next: Draft) => {
    drafts.set(id, next)
    for (const tell of listeners) tell()
  }
  return {
    ...draft,
    setContents: (part) => keep({ ...draft, contents: { ...draft.contents, ...part } }),
    setLine: (resource, line) => keep({ ...draft, lines: { ...draft.lines, [resource]: line } }),
    clear: () => keep(empty),
  }
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** A line begins with the keys alone: what else is needed is chosen one by one (necessity). */
export function newLine({ items, modes }: Resource): LineDraft {
  return {
    fields: items.filter(({ key }) => key).map(({ name }) => name),
    modes: modes.includes('api') ? ['api'] : modes.slice(0, 1),
    rule: null,
  }
}

/** The application as the server takes it, lines in the order of the basket. */
export function writeSubmission(
  contents: Contents,
  lines: readonly { resource: Resource; line: LineDraft }[],
): SubmissionInput {
  const { from, until, ...texts } = contents
  const trimmed = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()]))
  // What is left empty is left out: then the server says that it is required, not that it is too short.
  return {
    ...given(trimmed),
    period: given({ from, until }),
    lines: lines.map(({ resource, line: { fields, modes, rule } }) => {
      const typeOf = (field: string) => resource.items.find(({ name }) => name === field)?.type ?? 'string'
      return {
        resource: resource.id,
        fields: resource.items.filter(({ name }) => fields.includes(name)).map(({ name }) => name),
        modes: [...modes],
        rows: rule && filterOf(rule, typeOf),
      }
    }),
  } as SubmissionInput
}
