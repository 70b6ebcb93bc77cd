import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  CodeText,
  type Column,
  Fact,
  Facts,
  ProblemNotice,
  ServerTable,
  showControls,
  useCodeWords,
  useLanguage,
  useProblemForm,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { type Row, readRow, readRows, rowsKey, type Served } from '../queries.ts'
import { Badge } from '../shared/parts.tsx'
import { ReportCell } from './ReportCell.tsx'

const route = getRouteApi('/console/demand/data/$id')

/** The agreed rows in pages, a look-up by key, and the way to say that a value is wrong. */
export function DataRows({ served, version }: { served: Served; version: number | undefined }) {
  const { t } = useTranslation('demander')
  const { agreement, modes, keyField } = served
  const [wrong, setWrong] = useState<Row>()
  if (!modes.includes('api')) return <p className="card">{t('data.noApi')}</p>
  const isOld = version !== undefined && version !== served.version.version
  return (
    <>
      {keyField !== null && <LookUp served={served} onReport={setWrong} />}
      <div className="demand-page-form">
        <div className="card-head">
          <h2>{t('data.rowsTitle')}</h2>
          <span>
            {t('data.versionShown', { n: version ?? served.version.version })}{' '}
            <Badge tone={isOld ? 'soon' : 'well'}>{t(isOld ? 'data.older' : 'data.newest')}</Badge>{' '}
            {isOld && (
              <Link to="/demand/data/$id" params={{ id: agreement }} search={{}}>
                {t('data.backToNewest')}
              </Link>
            )}
          </span>
        </div>
        {keyField === null && <p className="soft">{t('report.noKey')}</p>}
        <Rows served={served} version={version} onReport={keyField === null ? undefined : setWrong} />
      </div>
      {wrong && keyField !== null && (
        <ReportCell served={served} keyField={keyField} row={wrong} onClose={() => setWrong(undefined)} />
      )}
    </>
  )
}

function Rows({
  served,
  version,
  onReport,
}: {
  served: Served
  version: number | undefined
  onReport: ((row: Row) => void) | undefined
}) {
  const { t } = useTranslation('demander')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { agreement, keyField } = served
  const newest = version === undefined ? served.version.version : version
  const csv = `/api/data/${agreement}/rows?format=csv${version === undefined ? '' : `&version=${version}`}`
  return (
    <ServerTable<Row>
      caption={t('data.rowsTitle')}
      columns={useColumns(served, onReport)}
      queryKey={[rowsKey, agreement, newest]}
      load={(page) => readRows(agreement, { version, ...page })}
      rowKey={(row) => (keyField === null ? JSON.stringify(row) : String(row[keyField]))}
      place={search}
      onPlace={(place) => navigate({ search: { ...(version !== undefined && { version }), ...place } })}
      files={[
        { href: csv, label: t('data.csv') },
        { href: `${csv}&bom=true`, label: t('data.csvExcel') },
      ]}
    />
  )
}

function useColumns(
  { columns, keyField, resource }: Served,
  onReport: ((row: Row) => void) | undefined,
): Column<Row>[] {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  const may = useMay()
  const wordsOf = useCodeWords(resource, columns)
  const shown = columns.map(({ name, title, type, mask }): Column<Row> => {
    const words = wordsOf(name)
    return {
      key: name,
      title: `${showControls(title[language] || name)}${mask === null ? '' : ` · ${t('offer.masked')}`}`,
      render: (row) => <CodeText value={row[name]} words={words} limit={120} />,
      ...(name === keyField && { header: true as const }),
      ...(!words && /^(integer|long|double|decimal)/.test(type) && { align: 'end' as const }),
    }
  })
  if (!onReport || !may('share.submit')) return shown
  return [
    ...shown,
    {
      key: '\u0000report',
      title: t('data.report'),
      render: (row) => <ReportButton name={String(row[keyField ?? ''])} onReport={() => onReport(row)} />,
    },
  ]
}

function ReportButton({ name, onReport }: { name: string; onReport(): void }) {
  const { t } = useTranslation('demander')
  return (
    <button
      type="button"
      className="plain-button"
      aria-label={`${t('report.title')}: ${name}`}
      onClick={onReport}
    >
      {t('data.report')}
    </button>
  )
}

/** What is typed goes to the server alone: not into the address of the page. */
function LookUp({ served, onReport }: { served: Served; onReport(row: Row): void }) {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  const may = useMay()
  const [key, setKey] = useState('')
  const [row, setRow] = useState<Row>()
  const form = useProblemForm()
  const { keyField, columns, agreement, resource } = served
  const wordsOf = useCodeWords(resource, columns)
  const title = columns.find(({ name }) => name === keyField)?.title[language] ?? keyField ?? ''
  const look = async (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() === '') return
    setRow(undefined)
    setRow(await form.send(() => readRow(agreement, key.trim())))
  }
  return (
    <section className="card" aria-label={t('data.lookup')} aria-busy={form.sending}>
      <div className="card-head">
        <h2>{t('data.lookup')}</h2>
      </div>
      <search>
        <form className="demand-look-up" onSubmit={look}>
          <label>
            <span className="soft">{t('data.lookupLabel', { field: title })}</span>
            <input
              className="demand-native"
              value={key}
              maxLength={400}
              autoComplete="off"
              onChange={(event) => setKey(event.target.value)}
            />
          </label>
          <button type="submit" className="demand-native-button">
            {t('data.lookupDo')}
          </button>
        </form>
      </search>
      <ProblemNotice error={form.error} />
      {row && (
        <div role="status">
          <h3>{t('data.lookupFound')}</h3>
          <Facts>
            {columns.map(({ name, title }) => (
              <Fact key={name} name={title[language] || name}>
                <CodeText value={row[name]} words={wordsOf(name)} />
              </Fact>
            ))}
          </Facts>
          {may('share.submit') && (
            <p className="demand-acts">
              <ReportButton name={key} onReport={() => onReport(row)} />
            </p>
          )}
        </div>
      )}
    </section>
  )
}
