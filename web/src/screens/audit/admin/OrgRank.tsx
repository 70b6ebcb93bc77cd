import { useTranslation } from 'react-i18next'
import type { Org } from '../../../api/types.ts'
import { useTerms } from '../../../parts/index.ts'

/** On which level an organisation stands, and of what kind it is. */
export function OrgRank({ org: { level, kind } }: { org: Pick<Org, 'level' | 'kind'> }) {
  const { t } = useTranslation('admin')
  const term = useTerms()
  return (
    <>
      {term('level', level)} · {t(`orgKind.${kind}`)}
    </>
  )
}
