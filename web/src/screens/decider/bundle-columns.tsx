import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type Column,
  DataText,
  Localised,
  OrgName,
  StatutoryClock,
  useCaseWords,
  useLanguage,
} from '../../parts/index.ts'
import type { BundleLine } from './group.ts'
import { RowRule } from './RowRule.tsx'

/** Columns of the bundle; grouped, the lines of one submission can be selected together. */
export function useColumns(onSelect: (ids: ReadonlySet<string>) => void): Column<BundleLine>[] {
  const { t } = useTranslation('decider')
  const words = useCaseWords()
  const language = useLanguage()
  return [
    {
      key: 'clock',
      title: t('bundle.clock'),
      width: '22em',
      render: ({ id, case: item }) => (
        <span data-line={id}>
          {item && <StatutoryClock clock={item.clock} ended={item.endedAt !== null} />}
        </span>
      ),
      text: ({ case: item }) => item?.clock?.dueOn,
    },
    {
      key: 'resource',
      title: t('bundle.resource'),
      header: true,
      render: ({ id, case: item, attribute }) => (
        <>
          <Link to="/decide/lines/$id" params={{ id }}>
            <Localised text={item?.title} />
          </Link>
          <span className="under">{t(`attribute.${attribute as 'conditional'}`)}</span>
        </>
      ),
      text: ({ case: item }) => item?.title[language],
    },
    {
      key: 'purpose',
      title: t('bundle.purpose'),
      render: (line) => <Purpose line={line} onSelect={onSelect} />,
      text: ({ purpose }) => purpose,
    },
    {
      key: 'request',
      title: t('bundle.request'),
      render: ({ fields, modes, rows }) => (
        <>
          {t('bundle.items', { count: fields.length })}
          <span className="under">
            {modes.map((mode) => t(`mode.${mode}`)).join(' · ')}
            {rows && (
              <>
                <br />
                <RowRule rule={rows} />
              </>
            )}
          </span>
        </>
      ),
      text: ({ fields }) => fields.join(' '),
    },
    {
      key: 'state',
      title: t('bundle.state'),
      render: ({ case: item, extension }) => (
        <>
          {item && words.state(item)}
          {extension && (
            <span className="under">
              {t(
                extension.state === 'asked'
                  ? 'bundle.extensionAsked'
                  : extension.state === 'granted'
                    ? 'bundle.extensionGranted'
                    : 'bundle.extensionDenied',
              )}
            </span>
          )}
        </>
      ),
      text: ({ case: item }) => item && words.state(item),
    },
  ]
}

function Purpose({
  line: { id, applicant, purpose, submission, group },
  onSelect,
}: {
  line: BundleLine
  onSelect(ids: ReadonlySet<string>): void
}) {
  const { t } = useTranslation('decider')
  const place = group.indexOf(id)
  return (
    <>
      <OrgName id={applicant} />
      <span className="under">
        <DataText value={purpose} limit={80} />
      </span>
      {place > 0 && <span className="under">↑ {t('bundle.sameSubmission')}</span>}
      {place === 0 && (
        <button type="button" className="plain-button" onClick={() => onSelect(new Set(group))}>
          {t('bundle.ofSubmission', { count: group.length })}
        </button>
      )}
      {place < 0 && (
        <Link to="/decide/lines" search={{ submission }}>
          {t('bundle.onlySubmission')}
        </Link>
      )}
    </>
  )
}
