import type { Resource } from '../../api/types.ts'

type Field = Exclude<keyof Resource, 'id' | 'state' | 'publishedOn' | 'revision'>

/** The elements of an entry in the order of the guide (政务信息资源目录编制指南). */
export const entryFields = [
  'name',
  'code',
  'abstract',
  'provider',
  'line',
  'classification',
  'format',
  'attribute',
  'conditions',
  'modes',
  'open',
  'openConditions',
  'cycle',
  'grade',
  'basis',
  'regionField',
  'secrecyAssessedOn',
  'impactAssessedOn',
  'related',
  'items',
] as const satisfies readonly Field[]
export type EntryField = (typeof entryFields)[number]

/** The element a changed field belongs to. */
export function entryName(field: string): EntryField | undefined {
  return entryFields.find((it) => it === field)
}
