import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { elementsQuery, resourceQuery, versionsQuery } from '../../../api/queries.ts'
import { ProblemNotice, Scrolled, StateMark, useProblemForm } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { useSamples } from '../quality/useSamples.ts'
import { bindingsQuery, deliveriesQuery, planQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { ColumnLine } from './ColumnLine.tsx'
import { columnRows, pendingOf } from './rows.ts'

const route = getRouteApi('/console/provider/resources/$id/columns')

/** What each column is: proposed with reasons by the machine, decided by a person of the owner. */
export function Columns() {
  const { t } = useTranslation('provider')
  const { id } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: versions } = useSuspenseQuery(versionsQuery(id))
  const latest = versions.items[0]
  return (
    <ResourceFrame resource={resource} part={t('aspects.columns')}>
      <section className="card" aria-labelledby="columns">
        <div className="card-head">
          <h2 id="columns">{t('columns.title')}</h2>
          <span className="soft">{t('columns.note')}</span>
        </div>
        <BindingForm id={id} waits={latest?.state === 'landed'} />
        {latest && (
          <p className="columns-after" role="status">
            {t('version.n', { n: latest.n })} ·{' '}
            <StateMark as={latest.state === 'landed' ? 'now' : 'done'}>
              {t(latest.state === 'landed' ? 'columns.waits' : `versionState.${latest.state}`)}
            </StateMark>{' '}
            {latest.state !== 'landed' && (
              <Link to="/provider/resources/$id/versions/$n" params={{ id, n: String(latest.n) }}>
                {t('stage.quality')}
              </Link>
            )}
          </p>
        )}
      </section>
    </ResourceFrame>
  )
}

function BindingForm({ id, waits }: { id: string; waits: boolean }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const may = useMay()
  const org = useMe().org?.id
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  // Suggestions come a moment after the data has landed, and nobody announces them.
  const { data: bindings } = useSuspenseQuery({
    ...bindingsQuery(id),
    refetchInterval: waits ? 2_000 : false,
  })
  const { data: elements } = useSuspenseQuery(elementsQuery)
  const columns = useFileColumns(id)
  const samples = useSamples(id)
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({})
  const form = useProblemForm()
  const rows = columnRows(resource.items, bindings, columns)
  const pending = pendingOf(rows, choices)
  const mayBind = may('standards.bind') && resource.provider === org

  const confirm = async (wanted: typeof pending) => {
    const answer = await form.send(() =>
      told(
        api.POST('/api/standards/bindings/{resource}', {
          params: { path: { resource: id } },
          body: { bindings: wanted },
        }),
      ),
    )
    if (!answer) return
    setChoices({})
    client.setQueryData(bindingsQuery(id).queryKey, answer.items)
    await client.invalidateQueries({ queryKey: ['catalog'] })
  }
  if (rows.length === 0) return <p className="soft">{t('columns.none')}</p>
  return (
    <>
      <Scrolled label={t('columns.title')}>
        <table className="column-table">
          <caption className="only-read">{t('columns.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('columns.column')}</th>
              <th scope="col">{t('columns.element')}</th>
              <th scope="col">{t('columns.why')}</th>
              <th scope="col">{t('columns.samples')}</th>
              {mayBind && <th scope="col">{t('columns.decide')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ColumnLine
                key={row.column}
                row={row}
                elements={elements}
                samples={samples.get(row.item?.name ?? row.column)}
                element={choices[row.column] ?? row.element}
                onChoose={
                  mayBind
                    ? (element) => setChoices((before) => ({ ...before, [row.column]: element }))
                    : undefined
                }
                onConfirm={
                  mayBind ? () => confirm(pending.filter(({ column }) => column === row.column)) : undefined
                }
                isPending={pending.some(({ column }) => column === row.column)}
                isSending={form.sending}
              />
            ))}
          </tbody>
        </table>
      </Scrolled>
      <ProblemNotice error={form.error} />
      {mayBind && (
        <div className="answers no-print">
          {pending.length > 0 && (
            <Button type="primary" loading={form.sending} onClick={() => confirm(pending)}>
              {t('columns.confirmAll', { count: pending.length })}
            </Button>
          )}
          <span className="soft" role="status">
            {pending.length === 0 && t('columns.settled')}
          </span>
        </div>
      )}
    </>
  )
}

/** The names in the last file that was read. */
function useFileColumns(resource: string): readonly string[] {
  const { data: deliveries } = useSuspenseQuery(deliveriesQuery(resource))
  const landed = deliveries.find(({ state }) => state === 'landed')
  const { data: plan } = useQuery({ ...planQuery(landed?.id ?? ''), enabled: landed !== undefined })
  return plan?.columns ?? []
}
