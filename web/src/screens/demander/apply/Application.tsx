import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { resourceQuery, submissionQuery } from '../../../api/queries.ts'
import { ProblemNotice } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { useBasket } from '../shared/basket.ts'
import { ContentsForm, contentFields } from './Contents.tsx'
import { newLine, useDraft, writeSubmission } from './draft.ts'
import { LineForm } from './LineForm.tsx'
import { useMendingForm } from './mending.ts'
import '../shared/demander.css'

/** One application for everything in the basket: the five statutory contents once, then a line per resource. */
export function Application() {
  const { t } = useTranslation('demander')
  const basket = useBasket()
  const draft = useDraft()
  const client = useQueryClient()
  const navigate = useNavigate()
  const resources = useQueries({ queries: basket.ids.map((id) => resourceQuery(id)) })
  const form = useMendingForm([
    ...contentFields,
    ...basket.ids.flatMap((_, n) => ['fields', 'modes', 'rows'].map((part) => `/lines/${n}/${part}`)),
  ])
  const lines = resources.flatMap(({ data: resource }) =>
    resource ? [{ resource, line: draft.lines[resource.id] ?? newLine(resource) }] : [],
  )
  const file = async (event: FormEvent) => {
    event.preventDefault()
    const made = await form.send(() =>
      told(api.POST('/api/share/submissions', { body: writeSubmission(draft.contents, lines) })),
    )
    if (!made) return
    client.setQueryData(submissionQuery(made.id).queryKey, made)
    await client.invalidateQueries({ queryKey: ['share'] })
    await client.invalidateQueries({ queryKey: ['cases', 'submissions'] })
    basket.clear()
    draft.clear()
    await navigate({ to: '/demand/submissions/$id', params: { id: made.id } })
  }
  return (
    <div className="page">
      <PageHead title={t('application.title')}>{t('application.note')}</PageHead>
      {basket.ids.length === 0 ? (
        <section className="card">
          <p>
            {t('application.empty')} <Link to="/demand/catalogue">{t('application.toCatalogue')}</Link>
          </p>
        </section>
      ) : (
        <Form layout="vertical" component={false}>
          <form className="demand-page-form" onSubmit={file} noValidate>
            <ContentsForm form={form} />
            <section aria-labelledby="lines-title" className="demand-page-form">
              <div className="card-head">
                <h2 id="lines-title">{t('application.lines')}</h2>
                <span className="soft">{t('application.sort')}</span>
                <span className="card-more">
                  <Link to="/demand/catalogue">{t('application.addMore')}</Link>
                </span>
              </div>
              {basket.ids.map((id, n) => (
                <LineForm key={id} n={n} id={id} found={resources[n]} form={form} />
              ))}
            </section>
            <section className="card" aria-label={t('application.draft')}>
              <ProblemNotice error={form.error} known={form.known} />
              <p>{t('application.whoNext')}</p>
              <div className="demand-acts">
                <Button
                  type="primary"
                  htmlType="submit"
                  loading={form.sending}
                  disabled={lines.length < basket.ids.length}
                >
                  {t('application.draft')}
                </Button>
              </div>
            </section>
          </form>
        </Form>
      )}
    </div>
  )
}
