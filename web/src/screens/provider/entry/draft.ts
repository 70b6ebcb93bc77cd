import type { Body, Resource } from '../../../api/types.ts'

/** What is written of an entry; the stamp of what it was written on goes with it when it is sent. */
export type Draft = Omit<Required<Body<'/api/catalog/resources/{id}', 'put'>>, 'stamp'>
export type Item = Draft['items'][number]
export type Basis = Draft['basis'][number]

/** What of an entry its provider writes; identity, state, revision and stamp are the server's. */
export function draftOf(resource: Resource): Draft {
  const {
    id: _id,
    state: _state,
    publishedOn: _publishedOn,
    revision: _revision,
    stamp: _stamp,
    ...draft
  } = resource
  return draft
}

export const blankItem: Item = {
  name: '',
  title: { zh: '', en: '' },
  type: 'string',
  element: null,
  grade: 1,
  nullable: true,
}

export const blankBasis: Basis = { level: 'adminRegulation', title: '', article: '' }

/** A row was added and not yet written, or the name taken away: nothing to save by itself, the server would refuse it. */
export function isHalfWritten({ name, items, basis }: Draft): boolean {
  return (
    name.zh.trim() === '' ||
    items.some(({ name, title }) => name.trim() === '' || title.zh.trim() === '') ||
    basis.some(({ title, article }) => title.trim() === '' || article.trim() === '')
  )
}

export const itemTypes = [
  'string',
  'integer',
  'long',
  'decimal(18,2)',
  'double',
  'date',
  'timestamp',
  'boolean',
] as const
export const basisLevels = [
  'law',
  'adminRegulation',
  'stateCouncilDecision',
  'localRegulation',
  'departmentRule',
  'document',
] as const
export const formats = [
  'database',
  'spreadsheet',
  'document',
  'image',
  'stream',
  'selfDescribing',
  'service',
] as const
export const cycles = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'] as const
export const grades = ['general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'] as const
export const attributes = ['unconditional', 'conditional', 'withheld'] as const
export const modes = ['api', 'file', 'delta'] as const

/** Moves one place of a list up or down; out of reach changes nothing. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const next = [...list]
  const to = from + by
  const [it] = next.splice(from, 1)
  if (it === undefined || to < 0 || to >= list.length) return [...list]
  next.splice(to, 0, it)
  return next
}
