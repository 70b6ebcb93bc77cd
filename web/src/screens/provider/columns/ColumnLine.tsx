import { Button } from 'antd'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import {
  CountText,
  DataText,
  InstantText,
  Localised,
  PersonText,
  StateMark,
  useLanguage,
  useTypeText,
} from '../../../parts/index.ts'
import { shareText } from '../facts.tsx'
import type { Element } from '../queries.ts'
import { ElementCard } from './ElementCard.tsx'
import type { ColumnRow } from './rows.ts'

interface Props {
  readonly row: ColumnRow
  readonly elements: readonly Element[]
  readonly samples: readonly string[] | undefined
  readonly element: string
  /** the values are still being looked for */
  readonly isComing: boolean
  readonly onChoose: ((column: string, element: string) => void) | undefined
  readonly onConfirm: ((column: string) => void) | undefined
  readonly isPending: boolean
  readonly isSending: boolean
}

/** One column: what it is taken for, why, what stands in it, and the decision. */
export const ColumnLine = memo(function ColumnLine(props: Props) {
  const { row, elements, samples, isComing, element, onChoose, onConfirm, isPending, isSending } = props
  const { t } = useTranslation('provider')
  const typeText = useTypeText()
  const chosen = elements.find(({ id }) => id === element)
  return (
    <tr>
      <th scope="row">
        {row.item?.name === row.column ? (
          <Localised text={row.item.title} />
        ) : (
          <DataText value={row.column} />
        )}
        {row.item && (
          <span className="under">
            <code>{row.item.name}</code> · {typeText(row.item.type)}
          </span>
        )}
        {!row.item && <span className="under">{t('plan.unknown')}</span>}
      </th>
      <td>
        {onChoose ? (
          <ElementChoice row={row} elements={elements} element={element} onChoose={onChoose} />
        ) : (
          chosen && <Localised text={chosen.name} />
        )}
        <Decision row={row} isPending={isPending} />
        {chosen && <ElementCard element={chosen} {...(samples && { samples })} />}
      </td>
      <td>
        <Reasons row={row} elements={elements} />
      </td>
      <td>
        {samples && samples.length > 0 ? (
          <ul className="plain-list">
            {samples.slice(0, 3).map((value) => (
              <li key={value}>
                <DataText value={value} limit={40} />
              </li>
            ))}
          </ul>
        ) : (
          <Absent isComing={isComing && samples === undefined} />
        )}
      </td>
      {onConfirm && (
        <td>
          {isPending && (
            <Button
              size="small"
              disabled={isSending}
              onClick={() => onConfirm(row.column)}
              aria-label={`${t('columns.confirm')} ${row.column}`}
            >
              {t('columns.confirm')}
            </Button>
          )}
        </td>
      )}
    </tr>
  )
})

function Absent({ isComing }: { isComing: boolean }) {
  const { t } = useTranslation('provider')
  return isComing ? <span className="soft">{t('profile.drawing')}</span> : <span className="absent">—</span>
}

function ElementChoice({
  row,
  elements,
  element,
  onChoose,
}: Pick<Props, 'row' | 'elements' | 'element'> & { onChoose: NonNullable<Props['onChoose']> }) {
  const { t } = useTranslation('provider')
  const language = useLanguage()
  const { suggested, others = [] } = row.binding?.evidence ?? {}
  const likely = new Set([...(suggested ? [suggested] : []), ...others.map((other) => other.element)])
  const option = ({ id, name, format }: Element) => (
    <option key={id} value={id}>
      {name[language]} · {format}
    </option>
  )
  return (
    <select
      className="choice"
      aria-label={t('columns.elementOf', { column: row.column })}
      value={element}
      onChange={(event) => onChoose(row.column, event.target.value)}
    >
      <option value="">{t('columns.unbound')}</option>
      {likely.size > 0 && (
        <optgroup label={t('columns.likely')}>
          {elements.filter(({ id }) => likely.has(id)).map(option)}
        </optgroup>
      )}
      <optgroup label={t('columns.others')}>
        {elements.filter(({ id }) => !likely.has(id)).map(option)}
      </optgroup>
    </select>
  )
}

function Decision({ row: { binding }, isPending }: Pick<Props, 'row' | 'isPending'>) {
  const { t } = useTranslation('provider')
  if (isPending)
    return (
      <span className="under">
        <StateMark as="now">
          {t(binding?.state === 'suggested' ? 'columns.suggested' : 'columns.changed')}
        </StateMark>
      </span>
    )
  if (binding?.state !== 'confirmed') return null
  return (
    <span className="under">
      <StateMark as="done">{t('columns.confirmed')}</StateMark> <PersonText id={binding.decidedBy} />
      {binding.decidedAt && (
        <>
          {' · '}
          <InstantText at={binding.decidedAt} />
        </>
      )}
    </span>
  )
}

/** What spoke for the proposal: the header, the values that pass, and what else it could be. */
function Reasons({ row, elements }: Pick<Props, 'row' | 'elements'>) {
  const { t } = useTranslation('provider')
  const evidence = row.binding?.evidence
  if (!evidence || evidence.suggested === null)
    return <span className="soft">{t(row.item?.element ? 'columns.byCatalogue' : 'columns.noReason')}</span>
  const nameOf = (id: string) => elements.find((element) => element.id === id)?.name
  return (
    <ul className="plain-list">
      <li>{t('columns.headerFits', { share: shareText(evidence.name) })}</li>
      <li>
        {t('columns.passRate', { share: shareText(evidence.passRate) })} (
        <CountText count={evidence.sample} /> {t('columns.values')})
      </li>
      <li>{t('columns.score', { score: evidence.score.toFixed(2) })}</li>
      {evidence.others.length > 0 && (
        <li className="soft">
          {t('columns.else')}{' '}
          {evidence.others.map(({ element, score }, at) => (
            <span key={element}>
              {at > 0 && ' · '}
              <Localised text={nameOf(element)} /> {score.toFixed(2)}
            </span>
          ))}
        </li>
      )}
    </ul>
  )
}
