import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icons.tsx'

interface SearchField {
  readonly name: string
  readonly label: string
  readonly kind: 'words' | 'day' | 'choice'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** what an empty choice means */
  readonly blank?: string
  /** an example, shown where nothing is written */
  readonly example?: string
}

type Values = Readonly<Record<string, string | undefined>>

/** Several filters that go to the server together; what is written stands in the URL after Enter. */
export function SearchForm({
  fields,
  values,
  onSearch,
}: {
  fields: readonly SearchField[]
  values: Values
  onSearch(values: Values): void
}) {
  const { t } = useTranslation('parts')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const sent = new FormData(event.currentTarget)
    onSearch(
      Object.fromEntries(fields.map(({ name }) => [name, String(sent.get(name) ?? '').trim() || undefined])),
    )
  }
  const isSet = fields.some(({ name }) => values[name] !== undefined)
  // Written anew whenever the address changes, so that the fields always say what is shown.
  const shown = fields.map(({ name }) => values[name] ?? '').join('\u0000')
  return (
    <search>
      <form key={shown} className="search-form" onSubmit={submit}>
        {fields.map((field) => (
          <SearchInput key={field.name} field={field} value={values[field.name] ?? ''} />
        ))}
        <button type="submit">
          <Icon name="search" /> {t('table.search')}
        </button>
        {isSet && (
          <button type="button" className="plain-button" onClick={() => onSearch({})}>
            {t('table.clear')}
          </button>
        )}
      </form>
    </search>
  )
}

function SearchInput({ field, value }: { field: SearchField; value: string }) {
  const { t } = useTranslation('parts')
  const id = useId()
  return (
    <div className="labelled">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <select id={id} name={field.name} defaultValue={value}>
          <option value="">{field.blank ?? t('table.all')}</option>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          name={field.name}
          type={field.kind === 'day' ? 'date' : 'text'}
          defaultValue={value}
          maxLength={200}
          placeholder={field.example}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </div>
  )
}
