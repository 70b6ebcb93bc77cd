import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useDraft } from './draft.ts'
import type { MendingForm } from './mending.ts'

const texts = ['purpose', 'basis', 'scenario', 'scope'] as const
const lengths = { purpose: 500, basis: 1000, scenario: 1000, scope: 1000 } as const
const days = ['from', 'until'] as const

/** Fields of the statutory contents as the server's faults name them. */
export const contentFields = [
  ...texts.map((name) => `/${name}`),
  '/period/from',
  '/period/until',
] as readonly string[]

/** The five statutory contents of a request (第二十条第二款): purpose, basis, scenario, scope, period. */
export function ContentsForm({ form }: { form: MendingForm }) {
  const { t } = useTranslation('demander')
  const { contents, setContents } = useDraft()
  const change = (name: (typeof texts)[number] | (typeof days)[number], value: string) => {
    setContents({ [name]: value })
    form.mend(name === 'from' || name === 'until' ? `/period/${name}` : `/${name}`)
  }
  return (
    <section className="card" aria-label={t('application.contents')}>
      <div className="card-head">
        <h2>{t('application.contents')}</h2>
        <span className="soft">{t('application.law')}</span>
      </div>
      <div className="demand-form-grid">
        {texts.map((name) => (
          <Form.Item
            key={name}
            label={t(`application.${name}`)}
            htmlFor={`contents-${name}`}
            extra={t(`application.${name}Hint`)}
            required
            {...form.itemAt(`/${name}`)}
          >
            <Input.TextArea
              id={`contents-${name}`}
              rows={name === 'purpose' ? 1 : 2}
              maxLength={lengths[name]}
              aria-required
              value={contents[name]}
              onChange={(event) => change(name, event.target.value)}
            />
          </Form.Item>
        ))}
        {days.map((name) => (
          <Form.Item
            key={name}
            label={t(`application.${name}`)}
            htmlFor={`contents-${name}`}
            required
            {...form.itemAt(`/period/${name}`)}
          >
            <input
              id={`contents-${name}`}
              className="demand-native"
              type="date"
              required
              value={contents[name]}
              onChange={(event) => change(name, event.target.value)}
            />
          </Form.Item>
        ))}
      </div>
    </section>
  )
}
