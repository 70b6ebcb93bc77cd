import { useTranslation } from 'react-i18next'
import {
  CountText,
  DataText,
  Icon,
  InstantText,
  Localised,
  Scrolled,
  SizeText,
  useTerms,
} from '../../../parts/index.ts'
import type { ReaderSum } from './count.ts'

/** The readers of a resource, each with what it took and was refused. */
export function Readers({ sums }: { sums: readonly ReaderSum[] }) {
  const { t } = useTranslation('provider')
  return (
    <Scrolled label={t('reads.readers')}>
      <table>
        <caption className="only-read">{t('reads.readers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('reads.reader')}</th>
            <th scope="col">{t('field.state')}</th>
            {(['requests', 'rows', 'size', 'denials'] as const).map((name) => (
              <th key={name} scope="col" className="end">
                {t(`reads.${name}`)}
              </th>
            ))}
            <th scope="col">{t('reads.last')}</th>
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <Reader key={sum.agreement} sum={sum} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  )
}

function Reader({ sum }: { sum: ReaderSum }) {
  const term = useTerms()
  const { agreement, applicantName, purpose, state, requests, rows, sizeBytes, denials, lastReadAt } = sum
  return (
    <tr>
      <th scope="row" className="reader">
        <Localised text={applicantName} />
        <span className="under">
          <DataText value={purpose} limit={80} /> <code>{agreement}</code>
        </span>
      </th>
      <td>{term('agreement', state)}</td>
      <td className="end">
        <CountText count={requests} />
      </td>
      <td className="end">
        <CountText count={rows} />
      </td>
      <td className="end">
        <SizeText bytes={sizeBytes} />
      </td>
      <td className="end">
        <Denials count={denials} />
      </td>
      <td>{lastReadAt === null ? <span className="absent">—</span> : <InstantText at={lastReadAt} />}</td>
    </tr>
  )
}

/** Refused reads are marked, since they are what an owner looks for. */
export function Denials({ count }: { count: number }) {
  if (count === 0) return <CountText count={0} />
  return (
    <strong className="late">
      <Icon name="warn" /> <CountText count={count} />
    </strong>
  )
}
