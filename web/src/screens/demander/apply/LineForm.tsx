import { useTranslation } from 'react-i18next'
import type { Resource } from '../../../api/types.ts'
import { Localised, OrgName, ProblemNotice, showControls, useTerms } from '../../../parts/index.ts'
import { AttributeBadge } from '../find/Catalogue.tsx'
import { useBasket } from '../shared/basket.ts'
import { Badge } from '../shared/parts.tsx'
import { RuleBuilder } from '../shared/RuleBuilder.tsx'
import { type LineDraft, type Mode, newLine, useDraft } from './draft.ts'
import type { MendingForm } from './mending.ts'

interface Props {
  /** place among the lines, from 0 as the server counts */
  readonly n: number
  readonly id: string
  readonly found: { readonly data?: Resource | undefined; readonly error: unknown } | undefined
  readonly form: MendingForm
}

/** One resource of the application: which items, which rows, by which modes. */
export function LineForm({ n, id, found, form }: Props) {
  const { t } = useTranslation('demander')
  const basket = useBasket()
  const draft = useDraft()
  const resource = found?.data
  const line = resource && (draft.lines[id] ?? newLine(resource))
  const change = (part: Partial<LineDraft>) => {
    if (line) draft.setLine(id, { ...line, ...part })
    for (const name of Object.keys(part)) form.mend(`/lines/${n}/${name === 'rule' ? 'rows' : name}`)
  }
  return (
    <section
      className="card line-card"
      aria-busy={!found?.data && !found?.error}
      aria-labelledby={`line-${n}`}
    >
      <div className="card-head">
        <h3 id={`line-${n}`}>
          {t('application.lineOf', { n: n + 1 })} · {resource ? <Localised text={resource.name} /> : id}
        </h3>
        {resource && (
          <>
            <OrgName id={resource.provider} /> <AttributeBadge attribute={resource.attribute} />
          </>
        )}
        <span className="card-more">
          <button type="button" className="plain-button" onClick={() => basket.remove(id)}>
            {t('application.remove')}
          </button>
        </span>
      </div>
      {found?.error ? (
        <>
          <p>{t('application.unavailable')}</p>
          <ProblemNotice error={found.error} />
        </>
      ) : null}
      {resource && line && (
        <>
          <Conditions resource={resource} />
          <Items
            n={n}
            resource={resource}
            chosen={line.fields}
            form={form}
            onChoose={(fields) => change({ fields })}
          />
          <fieldset className="demand-choices">
            <legend>{t('application.rows')}</legend>
            <Fault form={form} pointer={`/lines/${n}/rows`} />
            <RuleBuilder items={resource.items} rule={line.rule} onRule={(rule) => change({ rule })} />
          </fieldset>
          <ModeChoice
            n={n}
            resource={resource}
            chosen={line.modes}
            form={form}
            onChoose={(modes) => change({ modes })}
          />
        </>
      )}
    </section>
  )
}

function Conditions({ resource: { conditions } }: { resource: Resource }) {
  const { t } = useTranslation('demander')
  const attached = (['scope', 'purpose', 'other'] as const).filter((name) => conditions[name])
  if (attached.length === 0) return null
  return (
    <p className="soft demand-quote">
      {attached.map((name) => (
        <span key={name}>
          {t(`entry.${name}`)}: <bdi>{showControls(conditions[name] ?? '')}</bdi>{' '}
        </span>
      ))}
    </p>
  )
}

function Fault({ form, pointer }: { form: Props['form']; pointer: string }) {
  const { help } = form.itemAt(pointer)
  return help === undefined ? null : (
    <p className="demand-choices-fault" role="alert">
      {help}
    </p>
  )
}

function Items({
  n,
  resource,
  chosen,
  form,
  onChoose,
}: {
  n: number
  resource: Resource
  chosen: readonly string[]
  form: Props['form']
  onChoose(fields: readonly string[]): void
}) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const names = resource.items.map(({ name }) => name)
  const keys = resource.items.filter(({ key }) => key).map(({ name }) => name)
  const toggle = (name: string) =>
    onChoose(chosen.includes(name) ? chosen.filter((it) => it !== name) : [...chosen, name])
  return (
    <fieldset className="demand-choices">
      <legend>{t('application.fields')}</legend>
      <p className="demand-acts soft">
        <span>{t('application.fieldsHint')}</span>
        <span role="status">{t('application.chosen', { count: chosen.length })}</span>
        <button type="button" className="plain-button" onClick={() => onChoose(names)}>
          {t('application.all')}
        </button>
        {keys.length > 0 && (
          <button type="button" className="plain-button" onClick={() => onChoose(keys)}>
            {t('application.keysOnly')}
          </button>
        )}
      </p>
      <Fault form={form} pointer={`/lines/${n}/fields`} />
      <div className="demand-choices-list">
        {resource.items.map(({ name, title, grade, key }) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span>
              <Localised text={title} /> <span className="soft">{term('grade', `general-${grade}`)}</span>{' '}
              {key && <Badge>{t('entry.key')}</Badge>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function ModeChoice({
  n,
  resource,
  chosen,
  form,
  onChoose,
}: {
  n: number
  resource: Resource
  chosen: readonly Mode[]
  form: Props['form']
  onChoose(modes: readonly Mode[]): void
}) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const toggle = (mode: Mode) =>
    onChoose(resource.modes.filter((it) => (it === mode ? !chosen.includes(it) : chosen.includes(it))))
  return (
    <fieldset className="demand-choices">
      <legend>{t('application.modes')}</legend>
      <Fault form={form} pointer={`/lines/${n}/modes`} />
      <div className="demand-choices-row">
        {resource.modes.map((mode) => (
          <label key={mode}>
            <input type="checkbox" checked={chosen.includes(mode)} onChange={() => toggle(mode)} />{' '}
            {term('mode', mode)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
