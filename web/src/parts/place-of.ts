import type { Case } from '../api/types.ts'

/** Who asks where a matter is acted on. */
interface CaseReader {
  readonly org: string | undefined
  may(action: string): boolean
}

type Matter = Pick<Case, 'id' | 'kind' | 'subject' | 'opener' | 'handler' | 'facts'>

/** The screen where this reader acts on a matter; a matter that has none leads to its own page, `/cases/$id`. */
export function placeOf(matter: Matter, reader: CaseReader) {
  return screenOf(matter, reader) ?? ({ to: '/cases/$id', params: { id: matter.id } } as const)
}

/** The screen besides the matter's own page, where there is one for this reader. */
export function screenOf({ id, kind, subject, opener, handler, facts }: Matter, { org, may }: CaseReader) {
  const isHandler = org !== undefined && org === handler
  const isOpener = org !== undefined && org === opener
  const { submission, n } = facts
  if (kind === 'share.answer' && isHandler && may('share.answer'))
    return { to: '/decide/lines/$id', params: { id: subject } } as const
  if (kind === 'share.answer' && isOpener && typeof submission === 'string')
    return {
      to: '/demand/submissions/$id',
      params: { id: submission },
      search: { line: subject },
    } as const
  if (kind === 'share.correction' && (isHandler || isOpener) && may('share.read'))
    return { to: '/corrections/$id', params: { id: subject } } as const
  if (kind === 'catalog.review' && isHandler && may('catalog.review'))
    return { to: '/decide/reviews/$id', params: { id } } as const
  if (kind === 'catalog.review' && isOpener && may('catalog.draft'))
    return { to: '/provider/resources/$id/entry', params: { id: subject } } as const
  if (kind === 'catalog.change' && isHandler && may('catalog.draft'))
    return { to: '/provider/resources/$id/entry', params: { id: subject } } as const
  if (kind === 'quality.fault' && may('quality.read') && typeof n === 'number')
    return { to: '/provider/resources/$id/versions/$n', params: { id: subject, n: String(n) } } as const
  return undefined
}
