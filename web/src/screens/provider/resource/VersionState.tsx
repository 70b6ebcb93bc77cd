import type { Version } from '../../../api/types.ts'
import { StateMark, useTerms } from '../../../parts/index.ts'

const marks = { landed: 'now', checked: 'now', served: 'done', failed: 'bad' } as const

/** How far a version has come. */
export function VersionState({ version: { state } }: { version: Version }) {
  const term = useTerms()
  return <StateMark as={marks[state]}>{term('versionState', state)}</StateMark>
}
