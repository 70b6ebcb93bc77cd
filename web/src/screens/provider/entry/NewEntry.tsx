import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import { resourceQuery } from '../../../api/queries.ts'
import { ProblemNotice, useProblemForm, useTerms } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { ChoiceField, TextField } from './controls.tsx'
import { attributes } from './draft.ts'
import { Faults } from './Field.tsx'
import '../provider.css'
import '../entry.css'

const pointers = ['/name/zh', '/name/en', '/attribute']

/** A new entry begins with its name and sharing attribute; everything else is written in the editor. */
export function NewEntry() {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState({ zh: '', en: '' })
  const [attribute, setAttribute] = useState<(typeof attributes)[number]>('conditional')
  const form = useProblemForm(pointers)
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    const body = { name, attribute, items: [] }
    const made = await form.send(() => told(api.POST('/api/catalog/resources', { body })))
    if (!made) return
    client.setQueryData(resourceQuery(made.id).queryKey, made)
    await client.invalidateQueries({ queryKey: ['catalog'] })
    await navigate({ to: '/provider/resources/$id/entry', params: { id: made.id } })
  }
  return (
    <div className="page plain-page">
      <PageHead title={t('resources.new')}>{t('newEntry.note')}</PageHead>
      <form className="card" onSubmit={begin}>
        <Faults value={form.error === undefined ? [] : (problemOf(form.error).errors ?? [])}>
          <div className="entry-grid">
            <TextField
              {...{ label: t('entry.nameZh'), pointer: '/name/zh', maxLength: 200 }}
              value={name.zh}
              onChange={(zh) => setName({ ...name, zh })}
            />
            <TextField
              {...{ label: t('entry.nameEn'), pointer: '/name/en', maxLength: 200 }}
              value={name.en}
              onChange={(en) => setName({ ...name, en })}
            />
            <ChoiceField
              {...{ label: t('field.attribute'), pointer: '/attribute' }}
              value={attribute}
              options={attributes.map((value) => ({ value, label: term('attribute', value) }))}
              onChange={(chosen) => chosen && setAttribute(chosen)}
            />
          </div>
        </Faults>
        <ProblemNotice error={form.error} known={form.known} />
        <Button type="primary" htmlType="submit" loading={form.sending}>
          {t('newEntry.begin')}
        </Button>
      </form>
    </div>
  )
}
