import { useTranslation } from 'react-i18next'
import { Scrolled } from '../../../parts/index.ts'
import { useSamples } from '../quality/useSamples.ts'
import type { Element } from '../queries.ts'
import { ColumnLine } from './ColumnLine.tsx'
import type { ColumnRow } from './rows.ts'

interface Props {
  readonly id: string
  readonly rows: readonly ColumnRow[]
  readonly elements: readonly Element[]
  /** what the reader chose and has not confirmed, by column */
  readonly choices: Readonly<Record<string, string>>
  readonly waiting: ReadonlySet<string>
  readonly isSending: boolean
  readonly onChoose: ((column: string, element: string) => void) | undefined
  readonly onConfirm: ((column: string) => void) | undefined
}

/** One page of columns; their commonest values follow when the picture of the version is drawn. */
export function ColumnTable({ id, rows, choices, waiting, ...shared }: Props) {
  const { t } = useTranslation('provider')
  const samples = useSamples(id)
  return (
    <Scrolled label={t('columns.title')}>
      <table className="column-table">
        <caption className="only-read">{t('columns.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columns.column')}</th>
            <th scope="col">{t('columns.element')}</th>
            <th scope="col">{t('columns.why')}</th>
            <th scope="col">{t('columns.samples')}</th>
            {shared.onConfirm && <th scope="col">{t('columns.decide')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ColumnLine
              key={row.column}
              row={row}
              samples={samples.of.get(row.item?.name ?? row.column)}
              isComing={samples.coming}
              element={choices[row.column] ?? row.element}
              isPending={waiting.has(row.column)}
              {...shared}
            />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}
