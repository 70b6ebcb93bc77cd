import { type FormEvent, useState } from 'react'
import { useWords } from '../../open/words.ts'
import { showControls } from '../../parts/show-controls.ts'
import { type Condition, filterOf, type Op, opsOf } from './filter.ts'
import type { OpenColumn } from './types.ts'

interface ConditionFormProps {
  columns: readonly OpenColumn[]
  condition: Condition | undefined
  /** what changes in the address */
  apply(next: Readonly<Record<'field' | 'op' | 'value', string | null>>): void
}

const none = { field: null, op: null, value: null }

/** One column, one relation, one value. */
export function ConditionForm({ columns, condition, apply }: ConditionFormProps) {
  const { words, language } = useWords()
  const [field, setField] = useState(condition?.field ?? '')
  const [asked, setOp] = useState<Op>(condition?.op ?? 'eq')
  const [value, setValue] = useState(condition?.value ?? '')
  const [wrong, setWrong] = useState(false)
  const type = columns.find(({ name }) => name === field)?.type ?? 'string'
  const allowed = opsOf(type)
  const op = allowed.includes(asked) ? asked : 'eq'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (field === '') return apply(none)
    const fits = filterOf({ field, op, value }, type) !== undefined
    setWrong(!fits)
    if (fits) apply({ field, op, value: op === 'isNull' ? null : value })
  }
  return (
    <form className="open-condition no-print" onSubmit={submit} aria-label={words.condition}>
      <label>
        {words.field}
        <select value={field} onChange={(event) => setField(event.target.value)}>
          <option value="">{words.anyField}</option>
          {columns.map(({ name, title }) => (
            <option key={name} value={name}>
              {showControls(title[language] || title.zh).slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      {field !== '' && (
        <label>
          {words.operator}
          <select value={op} onChange={(event) => setOp(event.target.value as Op)}>
            {allowed.map((it) => (
              <option key={it} value={it}>
                {words.ops[it]}
              </option>
            ))}
          </select>
        </label>
      )}
      {field !== '' && op !== 'isNull' && (
        <ValueField type={type} value={value} wrong={wrong} change={setValue} />
      )}
      <button type="submit" className="open-button">
        {words.apply}
      </button>
      {condition && (
        <button type="button" className="open-button" onClick={() => apply(none)}>
          {words.reset}
        </button>
      )}
    </form>
  )
}

function ValueField({
  type,
  value,
  wrong,
  change,
}: {
  type: string
  value: string
  wrong: boolean
  change(value: string): void
}) {
  const { words } = useWords()
  if (type === 'boolean')
    return (
      <label>
        {words.value}
        <select value={value} onChange={(event) => change(event.target.value)}>
          <option value="true">{words.yes}</option>
          <option value="false">{words.no}</option>
        </select>
      </label>
    )
  return (
    <label>
      {words.value}
      <input
        value={value}
        required
        maxLength={1000}
        type={type === 'date' ? 'date' : 'text'}
        inputMode={/^(integer|long|double|decimal)/.test(type) ? 'decimal' : undefined}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'value-wrong' : undefined}
        onChange={(event) => change(event.target.value)}
      />
      {wrong && (
        <span id="value-wrong" role="alert" className="open-wrong">
          {words.number}
        </span>
      )}
    </label>
  )
}
