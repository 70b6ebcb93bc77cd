import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icons.tsx'

export type Filter =
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly label: string
      /** what the choice without a value is called; all of them, unless said */
      readonly none?: string
      readonly options: readonly { value: string; label: string }[]
    }
  | { readonly kind: 'flag'; readonly name: string; readonly label: string }
  | { readonly kind: 'words'; readonly name: string; readonly label: string }

type Values = Readonly<Record<string, string | boolean | undefined>>

interface Props {
  readonly filters: readonly Filter[]
  readonly values: Values
  /** the whole of the filters after a change; the route puts them into the URL and starts at page one */
  onChange(values: Values): void
}

/** Filters of a list; native controls, so that every keyboard and reader knows them. */
export function FilterBar({ filters, values, onChange }: Props) {
  const { t } = useTranslation('parts')
  const change = (name: string, value: string | boolean | undefined) =>
    onChange({ ...values, [name]: value === '' || value === false ? undefined : value })
  const isSet = filters.some(({ name }) => values[name] !== undefined)
  return (
    <search className="filters">
      {filters.map((filter) => (
        <FilterField
          key={filter.name}
          filter={filter}
          value={values[filter.name]}
          onChange={(value) => change(filter.name, value)}
        />
      ))}
      {isSet && (
        <button
          type="button"
          className="plain-button"
          onClick={() => onChange(Object.fromEntries(filters.map(({ name }) => [name, undefined])))}
        >
          {t('table.clear')}
        </button>
      )}
    </search>
  )
}

function FilterField({
  filter,
  value,
  onChange,
}: {
  filter: Filter
  value: string | boolean | undefined
  onChange(value: string | boolean | undefined): void
}) {
  const { t } = useTranslation('parts')
  if (filter.kind === 'words')
    // A new field for every value that comes from outside: clearing the filters empties it too.
    return (
      <WordsField
        key={String(value ?? '')}
        label={filter.label}
        value={String(value ?? '')}
        onChange={onChange}
      />
    )
  if (filter.kind === 'flag')
    return (
      <label className="filter-flag">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />{' '}
        {filter.label}
      </label>
    )
  return (
    <label>
      {filter.label}{' '}
      <select value={String(value ?? '')} onChange={(event) => onChange(event.target.value)}>
        <option value="">{filter.none ?? t('table.all')}</option>
        {filter.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

function WordsField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange(value: string): void
}) {
  const { t } = useTranslation('parts')
  const [words, setWords] = useState(value)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(words.trim())
  }
  return (
    <form onSubmit={submit} className="filter-words">
      <label>
        <span className="only-read">{label}</span>
        <input
          type="search"
          value={words}
          placeholder={label}
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <button type="submit">
        <Icon name="search" /> {t('table.search')}
      </button>
    </form>
  )
}
