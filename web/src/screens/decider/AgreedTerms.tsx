import { useTranslation } from 'react-i18next'
import type { Resource } from '../../api/types.ts'
import {
  type AgreedTerms as Agreed,
  Facts,
  FullDay,
  Localised,
  showControls,
  useTerms,
} from '../../parts/index.ts'
import { isMask } from './acts.ts'
import { RowRule } from './RowRule.tsx'

type Terms = Pick<Agreed, 'fields' | 'rows' | 'modes' | 'until'>

/** Items with their masks, rows, modes and the last day, as agreed or offered; nothing for a text without them. */
export function AgreedTerms({ terms, items }: { terms: Terms; items: Resource['items'] }) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const titles = new Map(items.map(({ name, title }) => [name, title]))
  if (terms.until === undefined || terms.fields.length === 0) return null
  return (
    <>
      <table className="small-table keep-together">
        <caption className="only-read">{t('agreements.fields')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('line.item')}</th>
            <th scope="col">{t('terms.mask')}</th>
          </tr>
        </thead>
        <tbody>
          {terms.fields.map(({ name, mask }) => (
            <tr key={name}>
              <th scope="row">
                {titles.has(name) ? <Localised text={titles.get(name)} /> : <bdi>{showControls(name)}</bdi>}{' '}
                <code className="soft">{name}</code>
              </th>
              <td>{mask === null ? t('terms.clear') : isMask(mask) ? term('mask', mask) : mask}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts
        layout="rows"
        rows={[
          [t('line.rows'), <RowRule key="" rule={terms.rows} titles={titles} />],
          [t('line.modes'), terms.modes.map((mode) => term('mode', mode)).join(' · ')],
          [t('terms.until'), <FullDay key="" day={terms.until} />],
        ]}
      />
    </>
  )
}
