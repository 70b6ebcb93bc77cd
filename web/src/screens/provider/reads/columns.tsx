import { useTranslation } from 'react-i18next'
import {
  type Column,
  CountText,
  DayText,
  InstantText,
  Localised,
  SizeText,
  useLanguage,
  useTerms,
} from '../../../parts/index.ts'
import type { ReadCount } from '../queries.ts'
import { Denials } from './Readers.tsx'

/** Columns of the reads day by day. */
export function useReadColumns(): Column<ReadCount>[] {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const language = useLanguage()
  return [
    {
      key: 'day',
      title: t('reads.day'),
      header: true,
      render: ({ day }) => <DayText day={day} />,
      text: ({ day }) => day,
    },
    {
      key: 'reader',
      title: t('reads.reader'),
      render: ({ applicantName, agreement }) => (
        <div className="reader">
          <Localised text={applicantName} />
          <span className="under">
            <code>{agreement}</code>
          </span>
        </div>
      ),
      text: ({ applicantName, agreement }) => `${applicantName[language]} ${agreement}`,
    },
    {
      key: 'channel',
      title: t('reads.channel'),
      render: ({ channel }) => term('mode', channel),
      text: ({ channel }) => channel,
    },
    {
      key: 'requests',
      title: t('reads.requests'),
      align: 'end',
      render: ({ requests }) => <CountText count={requests} />,
      text: ({ requests }) => requests,
    },
    {
      key: 'rows',
      title: t('reads.rows'),
      align: 'end',
      render: ({ rows }) => <CountText count={rows} />,
      text: ({ rows }) => rows,
    },
    {
      key: 'size',
      title: t('reads.size'),
      align: 'end',
      render: ({ sizeBytes }) => <SizeText bytes={sizeBytes} />,
      text: ({ sizeBytes }) => sizeBytes,
    },
    {
      key: 'denials',
      title: t('reads.denials'),
      align: 'end',
      render: ({ denials }) => <Denials count={denials} />,
      text: ({ denials }) => denials,
    },
    {
      key: 'last',
      title: t('reads.last'),
      render: ({ lastReadAt: at }) =>
        at === null ? <span className="absent">—</span> : <InstantText at={at} />,
      text: ({ lastReadAt }) => lastReadAt,
    },
  ]
}
