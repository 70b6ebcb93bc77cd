import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { saveFile } from '../../../parts/export.ts'
import {
  CopyButton,
  CountText,
  InstantText,
  PlainTable,
  ProblemNotice,
  SizeText,
  useProblemForm,
} from '../../../parts/index.ts'
import { batchQuery, type Served } from '../queries.ts'
import { Badge } from '../shared/parts.tsx'
import { useSessionIds } from '../shared/session-ids.ts'

const formats = ['csv', 'parquet'] as const

/** All agreed rows as files: whole CSV, batch files made to order, the profile for Delta Sharing. */
export function DataFiles({ served }: { served: Served }) {
  const { t } = useTranslation('demander')
  const { agreement, modes } = served
  return (
    <>
      <section className="card" aria-label={t('data.batchTitle')}>
        <div className="card-head">
          <h2>{t('data.batchTitle')}</h2>
          <span className="soft">{t('data.batchNote')}</span>
        </div>
        {modes.includes('file') ? <Batches served={served} /> : <p>{t('data.noFile')}</p>}
        {modes.includes('api') && (
          <p className="demand-acts">
            <a href={`/api/data/${agreement}/rows?format=csv`} download>
              {t('data.csv')}
            </a>
            <a href={`/api/data/${agreement}/rows?format=csv&bom=true`} download>
              {t('data.csvExcel')}
            </a>
          </p>
        )}
      </section>
      <section className="card" aria-label={t('data.profileTitle')}>
        <div className="card-head">
          <h2>{t('data.profileTitle')}</h2>
        </div>
        {modes.includes('delta') ? (
          <>
            <p>{t('data.profileNote')}</p>
            <ProfileButton agreement={agreement} />
          </>
        ) : (
          <p>{t('data.noDelta')}</p>
        )}
      </section>
    </>
  )
}

/** Each click makes a token of its own, so it is asked for as a change and kept by nobody but the file. */
function ProfileButton({ agreement }: { agreement: string }) {
  const { t } = useTranslation('demander')
  const form = useProblemForm()
  const download = async () => {
    const profile = await form.send(() =>
      told(api.POST('/api/data/{agreement}/profile', { params: { path: { agreement } } })),
    )
    if (profile) saveFile(`${agreement}.share`, 'application/json', JSON.stringify(profile, null, 2))
  }
  return (
    <>
      <p className="demand-acts">
        <Button loading={form.sending} onClick={download}>
          {t('data.profileDo')}
        </Button>
      </p>
      <ProblemNotice error={form.error} />
    </>
  )
}

/** The server lists no batches: the ids of those ordered here are kept for the session. */
function Batches({ served: { agreement } }: { served: Served }) {
  const { t } = useTranslation('demander')
  const client = useQueryClient()
  const [ids, keep] = useSessionIds(`batches.${agreement}`)
  const [ordered, setOrdered] = useState<(typeof formats)[number]>()
  const form = useProblemForm()
  const order = async (format: (typeof formats)[number]) => {
    setOrdered(format)
    const batch = await form.send(() =>
      told(api.POST('/api/data/{agreement}/batches', { params: { path: { agreement } }, body: { format } })),
    )
    if (!batch) return
    client.setQueryData(batchQuery(agreement, batch.id).queryKey, batch)
    keep([batch.id, ...ids])
  }
  const heads = ['batchFormat', 'version', 'batchAsked', 'rows', 'sizeBytes', 'download'] as const
  return (
    <>
      <div className="demand-acts">
        {formats.map((format) => (
          <Button
            key={format}
            loading={form.sending && ordered === format}
            disabled={form.sending}
            onClick={() => order(format)}
          >
            {t('data.batchOrder', { format: format.toUpperCase() })}
          </Button>
        ))}
      </div>
      <ProblemNotice error={form.error} />
      {ids.length === 0 ? (
        <p className="soft">{t('data.batchNone')}</p>
      ) : (
        <PlainTable caption={t('data.batchTitle')} heads={heads.map((head) => t(`data.${head}`))}>
          {ids.map((id) => (
            <BatchRow key={id} agreement={agreement} id={id} />
          ))}
        </PlainTable>
      )}
    </>
  )
}

const tones = { queued: 'soon', ready: 'well', failed: 'late' } as const

function BatchRow({ agreement, id }: { agreement: string; id: string }) {
  const { t } = useTranslation('demander')
  const { data: batch, error } = useQuery(batchQuery(agreement, id))
  if (!batch)
    return (
      <tr>
        <td colSpan={6}>
          <code>{id}</code> <ProblemNotice error={error} />
        </td>
      </tr>
    )
  const { format, version, askedAt, state, rows, sizeBytes, sha256 } = batch
  return (
    <tr>
      <th scope="row">{format.toUpperCase()}</th>
      <td>{version}</td>
      <td>
        <InstantText at={askedAt} />
      </td>
      <td>{rows !== null && <CountText count={rows} />}</td>
      <td>{sizeBytes !== null && <SizeText bytes={sizeBytes} />}</td>
      <td>
        <span role="status">
          <Badge tone={tones[state]}>{t(`data.batchState.${state}`)}</Badge>
        </span>{' '}
        {state === 'ready' && (
          <a href={`/api/data/${agreement}/batches/${id}/file`} download>
            {t('data.download')}
          </a>
        )}{' '}
        {state === 'ready' && format === 'csv' && (
          <a href={`/api/data/${agreement}/batches/${id}/file?bom=true`} download>
            {t('data.forExcel')}
          </a>
        )}
        {sha256 && (
          <span className="under demand-digest">
            SHA-256 <code>{sha256}</code> <CopyButton text={sha256} />
          </span>
        )}
      </td>
    </tr>
  )
}
