import { Field } from './Field.tsx'

interface Common {
  readonly label: string
  readonly pointer: string
  readonly source?: string
  readonly note?: string
}

/** A line, or several, of text. */
export function TextField({
  value,
  onChange,
  rows,
  maxLength,
  ...field
}: Common & { value: string; rows?: number; maxLength: number; onChange(value: string): void }) {
  return (
    <Field {...field} wide={rows !== undefined}>
      {(wiring) =>
        rows === undefined ? (
          <input
            {...wiring}
            value={value}
            maxLength={maxLength}
            onChange={(it) => onChange(it.target.value)}
          />
        ) : (
          <textarea
            {...wiring}
            rows={rows}
            value={value}
            maxLength={maxLength}
            onChange={(it) => onChange(it.target.value)}
          />
        )
      }
    </Field>
  )
}

/** One of a list; `none` is offered where the field may be empty. */
export function ChoiceField<T extends string>({
  value,
  options,
  none,
  onChange,
  ...field
}: Common & {
  value: T | null
  options: readonly { value: T; label: string }[]
  none?: string
  onChange(value: T | null): void
}) {
  return (
    <Field {...field}>
      {(wiring) => (
        <select
          {...wiring}
          value={value ?? ''}
          onChange={(it) =>
            onChange(options.find((option) => option.value === it.target.value)?.value ?? null)
          }
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A day of the calendar, or none. */
export function DayField({
  value,
  onChange,
  ...field
}: Common & { value: string | null; onChange(value: string | null): void }) {
  return (
    <Field {...field}>
      {(wiring) => (
        <input
          {...wiring}
          type="date"
          value={value ?? ''}
          onChange={(it) => onChange(it.target.value || null)}
        />
      )}
    </Field>
  )
}
