import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { DataText, Facts, Localised, ProblemNotice, StateMark } from '../../../parts/index.ts'
import type { Element } from '../queries.ts'

/** What a data element means and demands, and whether values pass it. */
export function ElementCard({ element, samples = [] }: { element: Element; samples?: readonly string[] }) {
  const { t } = useTranslation('provider')
  const [open, setOpen] = useState(false)
  return (
    <details className="element-card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('element.what')}</summary>
      {open && (
        <>
          <p>
            <Localised text={element.definition} />
          </p>
          <Facts
            rows={[
              [t('element.id'), <code key="id">{element.id}</code>],
              [t('element.format'), <code key="format">{element.format}</code>],
              element.table !== null && [t('element.table'), <code key="table">{element.table}</code>],
              [t('element.grade'), String(element.grade)],
              element.pi !== null && [t('element.personal'), <code key="pi">{element.pi}</code>],
              [t('element.basis'), <bdi key="basis">{element.basis}</bdi>],
            ]}
          />
          <ValueTrial element={element.id} samples={samples} />
        </>
      )}
    </details>
  )
}

/** Values tried against the element before it is confirmed; those of the data first, then any. */
function ValueTrial({ element, samples }: { element: string; samples: readonly string[] }) {
  const { t } = useTranslation('provider')
  const [typed, setTyped] = useState('')
  const [values, setValues] = useState<readonly string[]>(samples.slice(0, 5))
  const found = useQuery({
    queryKey: ['standards', 'check', element, values],
    enabled: values.length > 0,
    queryFn: () => told(api.POST('/api/standards/check', { body: { element, values: [...values] } })),
  })
  const tryIt = (event: FormEvent) => {
    event.preventDefault()
    if (typed !== '') setValues([typed, ...values.filter((value) => value !== typed)].slice(0, 5))
    setTyped('')
  }
  return (
    <form className="value-trial" onSubmit={tryIt}>
      <label>
        {t('element.try')}{' '}
        <input value={typed} maxLength={4000} onChange={(event) => setTyped(event.target.value)} />
      </label>{' '}
      <button type="submit">{t('element.check')}</button>
      <ProblemNotice error={found.error} />
      <ul className="plain-list" aria-live="polite">
        {found.data?.items.map(({ ok, normal, missing, faults }, at) => (
          <li key={values[at]}>
            <StateMark as={ok ? 'done' : 'bad'}>
              <DataText value={values[at]} limit={60} />
            </StateMark>{' '}
            {missing && t('element.missing')}
            {ok && normal !== null && normal !== values[at] && (
              <>
                → <DataText value={normal} limit={60} />
              </>
            )}
            {faults.map((fault) => (
              <span key={fault.code} className="soft">
                {' '}
                <Localised text={fault} />
              </span>
            ))}
          </li>
        ))}
      </ul>
    </form>
  )
}
