import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../api/client.ts'
import {
  CodeText,
  Icon,
  Kbd,
  Localised,
  ProblemNotice,
  Scrolled,
  useCodeWords,
  useLanguage,
  useProblemForm,
  useTerms,
} from '../../parts/index.ts'
import { tagOf } from '../../texts/language.ts'
import { isMask } from './acts.ts'
import type { Shown, Terms } from './queries.ts'

type Asked = Pick<Terms, 'fields' | 'rows'>

/** The rows seen through terms, and whether the terms are still those. Asked for by hand: each look is recorded. */
export function usePreview(line: string, terms: Asked) {
  const problem = useProblemForm()
  const [seen, setSeen] = useState<{ terms: string; shown: Shown }>()
  const now = JSON.stringify([terms.fields, terms.rows])
  const look = async () => {
    const body = { fields: terms.fields, rows: terms.rows, limit: 20 }
    const shown = await problem.send(() =>
      told(api.POST('/api/share/lines/{id}/preview', { params: { path: { id: line } }, body })),
    )
    if (shown) setSeen({ terms: now, shown })
  }
  return { problem, look, shown: seen?.shown, isStale: seen !== undefined && seen.terms !== now }
}

/** The very rows the applicant would see through these terms. */
export function Preview({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation('decider')
  const { shown, isStale, problem, look } = preview
  return (
    <section className="card preview" aria-labelledby="preview-title">
      <div className="card-head">
        <h2 id="preview-title">{t('preview.title')}</h2>
        <span className="soft">{t('preview.note')}</span>
      </div>
      <p className="button-row">
        <Button aria-keyshortcuts="p" loading={problem.sending} onClick={look}>
          {t(isStale ? 'preview.lookAgain' : 'preview.look')} <Kbd>p</Kbd>
        </Button>
        {isStale && (
          <span role="status">
            <Icon name="warn" /> {t('preview.stale')}
          </span>
        )}
      </p>
      <ProblemNotice error={problem.error} />
      {shown && <Rows shown={shown} />}
    </section>
  )
}

function Rows({ shown }: { shown: Shown }) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  const wordsOf = useCodeWords(shown.resource, shown.columns)
  const written = (count: number) => new Intl.NumberFormat(tagOf[language]).format(count)
  return (
    <>
      <p role="status">
        {shown.rows.length === 0 && t('preview.none')}{' '}
        {t('preview.counts', {
          version: shown.version,
          total: written(shown.rowsTotal),
          visible: written(shown.rowsVisible),
          shown: shown.rows.length,
        })}
      </p>
      <Scrolled label={`${t('preview.title')} · ${t('form.table')}`}>
        <table className="decide-dense">
          <caption className="only-read">{t('preview.title')}</caption>
          <thead>
            <tr>
              {shown.columns.map(({ name, title, mask }) => (
                <th key={name} scope="col">
                  <Localised text={title} />
                  {mask !== null && (
                    <span className="under">
                      {t('preview.masked', { mask: isMask(mask) ? term('mask', mask) : mask })}
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer have no other name
              <tr key={at}>
                {shown.columns.map(({ name }) => (
                  <td key={name}>
                    <CodeText value={plain(row[name])} words={wordsOf(name)} limit={60} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  )
}

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as string | number | boolean)
    : JSON.stringify(value)
}
