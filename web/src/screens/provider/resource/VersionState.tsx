import { useTranslation } from 'react-i18next'
import type { Version } from '../../../api/types.ts'
import { StateMark } from '../../../parts/index.ts'

const marks = { landed: 'now', checked: 'now', served: 'done', failed: 'bad' } as const

/** How far a version has come. */
export function VersionState({ version: { state } }: { version: Version }) {
  const { t } = useTranslation('provider')
  return <StateMark as={marks[state]}>{t(`versionState.${state}`)}</StateMark>
}
