import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Line } from '../../api/types.ts'
import {
  type Column,
  DataText,
  type Filter,
  Localised,
  OrgName,
  useCaseColumns,
  useLanguage,
  useTerms,
} from '../../parts/index.ts'
import type { BundleLine } from './group.ts'
import { RowRule } from './RowRule.tsx'

const extensionWords = {
  asked: 'bundle.extensionAsked',
  granted: 'bundle.extensionGranted',
  denied: 'bundle.extensionDenied',
  lapsed: 'bundle.extensionLapsed',
} as const

/** The lines whose longer period was asked for, granted, refused or overtaken by the end. */
export function useExtensionFilter(): Extract<Filter, { kind: 'choice' }> {
  const { t } = useTranslation('decider')
  return {
    kind: 'choice',
    name: 'extension',
    label: t('extensions.extension'),
    options: [
      { value: 'asked', label: t('extensions.waiting') },
      ...(['granted', 'denied', 'lapsed'] as const).map((value) => ({
        value,
        label: t(`extensions.show.${value}`),
      })),
    ],
  }
}

/** What became of the longer period; a question that nobody answered before the line ended is none any more. */
export function ExtensionState({ line: { extension, case: item } }: { line: Line }) {
  const { t } = useTranslation('decider')
  if (!extension || (extension.state === 'asked' && item?.endedAt)) return null
  return <span className="under">{t(extensionWords[extension.state])}</span>
}

/** Columns of the bundle; grouped, the lines of one submission can be selected together. */
export function useColumns(onSelect: (ids: ReadonlySet<string>) => void): Column<BundleLine>[] {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const { clock, state } = useCaseColumns<BundleLine>(({ case: item }) => item)
  const language = useLanguage()
  return [
    { ...clock, render: (line) => <span data-line={line.id}>{clock.render(line)}</span> },
    {
      key: 'resource',
      title: t('bundle.resource'),
      header: true,
      render: ({ id, case: item, attribute }) => (
        <>
          <Link to="/decide/lines/$id" params={{ id }}>
            <Localised text={item?.title} />
          </Link>
          <span className="under">{term('attribute', attribute)}</span>
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
            {modes.map((mode) => term('mode', mode)).join(' · ')}
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
      ...state,
      render: (line) => (
        <>
          {state.render(line)}
          <ExtensionState line={line} />
        </>
      ),
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
