import { useTranslation } from 'react-i18next'
import type { Resource } from '../../../api/types.ts'
import { OrgName, useTerms } from '../../../parts/index.ts'
import { BasisRows } from './BasisRows.tsx'
import { ChoiceField, DayField, TextField } from './controls.tsx'
import { attributes, cycles, type Draft, formats, grades, modes } from './draft.ts'
import { Field, FieldGroup } from './Field.tsx'
import { ItemsTable } from './ItemsTable.tsx'

export interface FormProps {
  readonly draft: Draft
  readonly resource: Pick<Resource, 'provider' | 'publishedOn'>
  readonly disabled: boolean
  onChange(change: Partial<Draft>): void
}

/** The sixteen elements of the 2017 guide and the fields of Order 809, in the order an officer fills them in. */
export function EntryForm(props: FormProps) {
  return (
    <fieldset className="entry-form" disabled={props.disabled}>
      <Identity {...props} />
      <Sharing {...props} />
      <Grounds {...props} />
      <Opening {...props} />
      <Items {...props} />
    </fieldset>
  )
}

function Identity({ draft, resource, onChange }: FormProps) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const guide = (n: string) => t('entry.element', { n })
  return (
    <section className="card" aria-labelledby="identity">
      <h2 id="identity">{t('entry.identity')}</h2>
      <div className="entry-grid">
        <TextField
          {...{ label: t('entry.nameZh'), pointer: '/name/zh', source: guide('02'), maxLength: 200 }}
          value={draft.name.zh}
          onChange={(zh) => onChange({ name: { ...draft.name, zh } })}
        />
        <TextField
          {...{ label: t('entry.nameEn'), pointer: '/name/en', maxLength: 200 }}
          value={draft.name.en}
          onChange={(en) => onChange({ name: { ...draft.name, en } })}
        />
        <TextField
          {...{ label: t('field.classification'), pointer: '/classification', source: guide('01') }}
          maxLength={2000}
          value={draft.classification}
          onChange={(classification) => onChange({ classification })}
        />
        <TextField
          {...{ label: t('field.code'), pointer: '/code', source: guide('03'), maxLength: 64 }}
          note={t('entry.codeNote')}
          value={draft.code}
          onChange={(code) => onChange({ code })}
        />
        <Field label={t('field.provider')} pointer="/provider" source={guide('04 · 05')}>
          {({ 'aria-invalid': _invalid, ...wiring }) => (
            <output {...wiring} className="told">
              <OrgName id={resource.provider} />
            </output>
          )}
        </Field>
        <TextField
          {...{ label: t('field.line'), pointer: '/line', maxLength: 32 }}
          note={t('entry.lineNote')}
          value={draft.line ?? ''}
          onChange={(line) => onChange({ line: line === '' ? null : line })}
        />
        <ChoiceField
          {...{ label: t('field.format'), pointer: '/format', source: guide('07'), none: t('choose') }}
          value={draft.format}
          options={formats.map((value) => ({ value, label: term('format', value) }))}
          onChange={(format) => onChange({ format })}
        />
        <ChoiceField
          {...{ label: t('field.cycle'), pointer: '/cycle', source: guide('14'), none: t('choose') }}
          value={draft.cycle}
          options={cycles.map((value) => ({ value, label: term('cycle', value) }))}
          onChange={(cycle) => onChange({ cycle })}
        />
        <TextField
          {...{ label: t('field.abstract'), pointer: '/abstract', source: guide('06') }}
          rows={3}
          maxLength={2000}
          value={draft.abstract}
          onChange={(abstract) => onChange({ abstract })}
        />
        <TextField
          {...{ label: t('field.related'), pointer: '/related', source: guide('16'), maxLength: 4000 }}
          note={t('entry.relatedNote')}
          rows={2}
          value={draft.related.join('\n')}
          onChange={(text) => onChange({ related: text === '' ? [] : text.split(/\r?\n/) })}
        />
      </div>
    </section>
  )
}

function Sharing({ draft, onChange }: FormProps) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const guide = (n: string) => t('entry.element', { n })
  const condition = (name: 'scope' | 'purpose' | 'other') => (
    <TextField
      {...{ label: t(`entry.${name}`), pointer: `/conditions/${name}`, source: guide('10') }}
      rows={2}
      maxLength={2000}
      value={draft.conditions[name] ?? ''}
      onChange={(text) => {
        const { [name]: _, ...rest } = draft.conditions
        onChange({ conditions: text === '' ? rest : { ...rest, [name]: text } })
      }}
    />
  )
  return (
    <section className="card" aria-labelledby="sharing">
      <h2 id="sharing">{t('entry.sharing')}</h2>
      <div className="entry-grid">
        <ChoiceField
          {...{ label: t('field.attribute'), pointer: '/attribute', source: guide('09') }}
          value={draft.attribute}
          options={attributes.map((value) => ({ value, label: term('attribute', value) }))}
          onChange={(attribute) => attribute && onChange({ attribute })}
        />
        <FieldGroup label={t('field.modes')} pointer="/modes" source={guide('11')}>
          <div className="choices">
            {modes.map((mode) => (
              <label key={mode}>
                <input
                  type="checkbox"
                  checked={draft.modes.includes(mode)}
                  onChange={({ target }) =>
                    onChange({
                      modes: modes.filter((it) => (it === mode ? target.checked : draft.modes.includes(it))),
                    })
                  }
                />{' '}
                {term('mode', mode)}
              </label>
            ))}
          </div>
        </FieldGroup>
        {condition('scope')}
        {condition('purpose')}
        {condition('other')}
      </div>
    </section>
  )
}

function Grounds({ draft, disabled, onChange }: FormProps) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  return (
    <section className="card" aria-labelledby="grounds">
      <h2 id="grounds">{t('entry.grounds')}</h2>
      <div className="entry-grid">
        <ChoiceField
          {...{ label: t('field.grade'), pointer: '/grade', none: t('choose') }}
          value={draft.grade}
          options={grades.map((value) => ({ value, label: term('grade', value) }))}
          onChange={(grade) => onChange({ grade })}
        />
        <ChoiceField
          {...{ label: t('field.regionField'), pointer: '/regionField', none: t('entry.noRegion') }}
          note={t('entry.regionNote')}
          value={draft.regionField}
          options={draft.items
            .filter(({ name }) => name !== '')
            .map(({ name }) => ({ value: name, label: name }))}
          onChange={(regionField) => onChange({ regionField })}
        />
        <DayField
          {...{ label: t('field.secrecyAssessedOn'), pointer: '/secrecyAssessedOn' }}
          value={draft.secrecyAssessedOn}
          onChange={(secrecyAssessedOn) => onChange({ secrecyAssessedOn })}
        />
        <DayField
          {...{
            label: t('field.impactAssessedOn'),
            pointer: '/impactAssessedOn',
            note: t('entry.impactNote'),
          }}
          value={draft.impactAssessedOn}
          onChange={(impactAssessedOn) => onChange({ impactAssessedOn })}
        />
      </div>
      <BasisRows basis={draft.basis} isLocked={disabled} onChange={(basis) => onChange({ basis })} />
    </section>
  )
}

function Opening({ draft, resource, onChange }: FormProps) {
  const { t } = useTranslation('provider')
  const guide = (n: string) => t('entry.element', { n })
  return (
    <section className="card" aria-labelledby="opening">
      <h2 id="opening">{t('entry.opening')}</h2>
      <div className="entry-grid">
        <FieldGroup label={t('field.open')} pointer="/open" source={guide('12')}>
          <div className="choices">
            <label>
              <input
                type="checkbox"
                checked={draft.open}
                onChange={({ target }) => onChange({ open: target.checked })}
              />{' '}
              {t('entry.isOpen')}
            </label>
          </div>
        </FieldGroup>
        <Field label={t('field.publishedOn')} pointer="/publishedOn" source={guide('15')}>
          {({ 'aria-invalid': _invalid, ...wiring }) => (
            <output {...wiring} className="told">
              {resource.publishedOn ?? t('entry.notPublished')}
            </output>
          )}
        </Field>
        <TextField
          {...{ label: t('field.openConditions'), pointer: '/openConditions', source: guide('13') }}
          rows={2}
          maxLength={2000}
          value={draft.openConditions ?? ''}
          onChange={(text) => onChange({ openConditions: text === '' ? null : text })}
        />
      </div>
    </section>
  )
}

function Items({ draft, disabled, onChange }: FormProps) {
  const { t } = useTranslation('provider')
  return (
    <section className="card" aria-labelledby="entry-items">
      <div className="card-head">
        <h2 id="entry-items">{t('entry.items', { count: draft.items.length })}</h2>
        <span className="soft">{t('entry.element', { n: '08' })}</span>
      </div>
      <ItemsTable items={draft.items} isLocked={disabled} onChange={(items) => onChange({ items })} />
    </section>
  )
}
