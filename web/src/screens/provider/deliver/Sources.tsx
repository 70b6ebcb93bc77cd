import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { Confirm, DataText, ProblemNotice, useProblemForm } from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { deliveryQuery, type Source, sourcesQuery } from '../queries.ts'

/** Databases this resource is pulled from: registered here, pulled once by a press. */
export function Sources({ resource, isProvider }: { resource: string; isProvider: boolean }) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const found = useQuery(sourcesQuery(resource))
  const sources = found.data ?? []
  const mayAdd = isProvider && may('collect.source')
  if (!mayAdd && sources.length === 0) return null
  return (
    <section className="card" aria-labelledby="sources">
      <div className="card-head">
        <h2 id="sources">{t('sources.title')}</h2>
        {mayAdd && !adding && (
          <span className="card-more no-print">
            <Button onClick={() => setAdding(true)}>{t('sources.register')}</Button>
          </span>
        )}
      </div>
      <ProblemNotice error={found.error} />
      {found.isSuccess && sources.length === 0 && !adding && <p className="soft">{t('sources.none')}</p>}
      <ul className="rows">
        {sources.map((source) => (
          <SourceRow key={source.id} source={source} mayPull={isProvider && may('collect.deliver')} />
        ))}
      </ul>
      {adding && <SourceForm resource={resource} onDone={() => setAdding(false)} />}
    </section>
  )
}

function SourceRow({ source, mayPull }: { source: Source; mayPull: boolean }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id, host, port, database, user, query } = source
  const pull = async () => {
    const delivery = await told(
      api.POST('/api/collect/sources/{id}/pulls', { params: { path: { id } }, body: {} }),
    )
    client.setQueryData(deliveryQuery(delivery.id).queryKey, delivery)
    await navigate({ to: '/provider/deliveries/$id', params: { id: delivery.id } })
  }
  return (
    <li>
      <span className="rows-main">
        <strong>
          <DataText value={`${query.schema}.${query.table}`} />
        </strong>{' '}
        <span className="soft">
          PostgreSQL · <DataText value={`${user}@${host}:${port}/${database}`} />
        </span>
      </span>
      {mayPull && (
        <Confirm label={t('sources.pull')} act={pull}>
          <p>{t('sources.pullNote')}</p>
        </Confirm>
      )}
    </li>
  )
}

interface Fields {
  host: string
  port: number
  database: string
  user: string
  password: string
  schema: string
  table: string
}

const pointers = ['/host', '/port', '/database', '/user', '/password', '/query/schema', '/query/table']

/** The password goes to the server, is sealed there, and is never shown again. */
function SourceForm({ resource, onDone }: { resource: string; onDone(): void }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const form = useProblemForm(pointers)
  const save = async ({ schema, table, ...rest }: Fields) => {
    const body = { resource, kind: 'postgres' as const, ...rest, query: { schema, table } }
    const made = await form.send(() => told(api.POST('/api/collect/sources', { body })))
    if (!made) return
    await client.invalidateQueries({ queryKey: ['collect', 'sources', resource] })
    onDone()
  }
  const required = [{ required: true, message: t('required') }]
  const text = (name: keyof Fields, pointer: string) => (
    <Form.Item name={name} label={t(`sources.${name}`)} rules={required} {...form.itemAt(pointer)}>
      <Input autoComplete="off" spellCheck={false} maxLength={255} />
    </Form.Item>
  )
  return (
    <Form<Fields>
      layout="vertical"
      className="source-form"
      initialValues={{ port: 5432, schema: 'public' }}
      onFinish={save}
      name="source"
    >
      {text('host', '/host')}
      <Form.Item name="port" label={t('sources.port')} rules={required} {...form.itemAt('/port')}>
        <InputNumber min={1} max={65_535} precision={0} controls={false} />
      </Form.Item>
      {text('database', '/database')}
      {text('user', '/user')}
      <Form.Item
        name="password"
        label={t('sources.password')}
        extra={t('sources.passwordNote')}
        {...form.itemAt('/password')}
      >
        <Input.Password autoComplete="new-password" maxLength={1024} visibilityToggle={false} />
      </Form.Item>
      {text('schema', '/query/schema')}
      {text('table', '/query/table')}
      <div className="answers">
        <Button type="primary" htmlType="submit" loading={form.sending}>
          {t('sources.save')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
      <ProblemNotice error={form.error} known={form.known} />
    </Form>
  )
}
