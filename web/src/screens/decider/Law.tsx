import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Localised } from '../../parts/index.ts'
import { rulesQuery } from './queries.ts'

/** The rules that stand beside a button, in the words of the pack in force. */
export function Law({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('decider')
  const { data: rules } = useQuery(rulesQuery)
  const found = [...new Set(ids)].flatMap((id) => rules?.get(id) ?? [])
  if (found.length === 0) return null
  return (
    <div className="law">
      <ul aria-label={t('form.law')}>
        {found.map((rule) => (
          <li key={rule.id}>
            <Localised text={rule} />{' '}
            <span className="soft">
              <Localised text={rule.cite} /> <code>{rule.id}</code>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
