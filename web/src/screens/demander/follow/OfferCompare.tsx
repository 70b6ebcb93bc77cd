import { useTranslation } from 'react-i18next'
import type { Line } from '../../../api/types.ts'
import {
  DataText,
  DayText,
  InstantText,
  PlainTable,
  showControls,
  useItemTitles,
  useRuleText,
} from '../../../parts/index.ts'
import { Badge, MaskText, Modes } from '../shared/parts.tsx'

type Offer = NonNullable<Line['offer']>

/** The counter-offer beside what was asked, term by term; each difference is said in words. */
export function OfferCompare({ line, offer, askedUntil }: { line: Line; offer: Offer; askedUntil: string }) {
  const { t } = useTranslation('demander')
  const titleOf = useItemTitles(line.resource)
  const writeRule = useRuleText()
  const names = [...new Set([...line.fields, ...offer.fields.map(({ name }) => name)])]
  const offered = new Map(offer.fields.map(({ name, mask }) => [name, mask]))
  const masked = offer.fields.filter(({ mask }) => mask !== null).length
  const isSameRule = JSON.stringify(line.rows) === JSON.stringify(offer.rows)
  const isSameModes = [...line.modes].sort().join() === [...offer.modes].sort().join()
  const heads = ['what', 'asked', 'offered', 'difference'] as const
  return (
    <>
      <h3>{t('offer.title')}</h3>
      <p className="soft">
        {t('offer.summary', { items: line.fields.length, offered: offer.fields.length, masked })} ·{' '}
        {t('offer.madeAt')} <InstantText at={offer.madeAt} />
      </p>
      {offer.note !== '' && (
        <p className="demand-quote">
          {t('offer.note')}: <DataText value={offer.note} limit={1000} />
        </p>
      )}
      <PlainTable caption={t('offer.title')} heads={heads.map((head) => t(`offer.${head}`))}>
        {names.map((name) => {
          const mask = offered.get(name)
          const word = mask === undefined ? 'notOffered' : mask === null ? 'same' : 'masked'
          return (
            <tr key={name} className={word === 'same' ? undefined : 'demand-differs'}>
              <th scope="row">
                <bdi>{showControls(titleOf(name))}</bdi>
              </th>
              <td>{t(line.fields.includes(name) ? 'offer.yes' : 'offer.notAsked')}</td>
              <td>{mask === undefined ? t('offer.notOffered') : <MaskText mask={mask} />}</td>
              <td>
                <Difference word={word} />
              </td>
            </tr>
          )
        })}
        <tr className={isSameRule ? undefined : 'demand-differs'}>
          <th scope="row">{t('submission.rows')}</th>
          <td>
            <bdi>{showControls(writeRule(line.rows, titleOf))}</bdi>
          </td>
          <td>
            <bdi>{showControls(writeRule(offer.rows, titleOf))}</bdi>
          </td>
          <td>
            <Difference word={isSameRule ? 'same' : 'narrower'} />
          </td>
        </tr>
        <tr className={isSameModes ? undefined : 'demand-differs'}>
          <th scope="row">{t('submission.modes')}</th>
          <td>
            <Modes modes={line.modes} />
          </td>
          <td>
            <Modes modes={offer.modes} />
          </td>
          <td>
            <Difference word={isSameModes ? 'same' : 'narrower'} />
          </td>
        </tr>
        <tr className={offer.until === askedUntil ? undefined : 'demand-differs'}>
          <th scope="row">{t('submission.until')}</th>
          <td>
            <DayText day={askedUntil} />
          </td>
          <td>
            <DayText day={offer.until} />
          </td>
          <td>
            <Difference word={offer.until === askedUntil ? 'same' : 'narrower'} />
          </td>
        </tr>
      </PlainTable>
    </>
  )
}

function Difference({ word }: { word: 'same' | 'notOffered' | 'masked' | 'narrower' }) {
  const { t } = useTranslation('demander')
  if (word === 'same') return <span className="soft">{t('offer.same')}</span>
  return <Badge tone={word === 'notOffered' ? 'late' : 'soon'}>{t(`offer.${word}`)}</Badge>
}
