import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Resource } from '../../../api/types.ts'
import { showControls, useLanguage, useRuleText, useTerms } from '../../../parts/index.ts'
import { type Draft, filterOf, inputOf, isComplete, type Op, opsFor, type RuleDraft } from './rule.ts'

type Item = Resource['items'][number]

interface Props {
  readonly items: readonly Item[]
  /** null: all rows */
  readonly rule: RuleDraft | null
  onRule(rule: RuleDraft | null): void
}

/** Writes a row rule from parts: item, relation, value; nobody writes a query, and nothing else can be sent. */
export function RuleBuilder({ items, rule, onRule }: Props) {
  const { t } = useTranslation('demander')
  const writeRule = useRuleText()
  const language = useLanguage()
  const name = useId()
  const typeOf = (field: string) => items.find((item) => item.name === field)?.type ?? 'string'
  const titleOf = (field: string) => items.find((item) => item.name === field)?.title[language] || field
  const change = (id: number, part: Partial<Draft>) =>
    rule &&
    onRule({ ...rule, conditions: rule.conditions.map((it) => (it.id === id ? { ...it, ...part } : it)) })
  const add = (from: readonly Draft[]) =>
    onRule({ join: rule?.join ?? 'and', conditions: [...from, newCondition(from, items)] })
  const remove = (id: number) => {
    const left = rule?.conditions.filter((it) => it.id !== id) ?? []
    onRule(rule && left.length > 0 ? { ...rule, conditions: left } : null)
  }
  return (
    <div>
      <div className="demand-choices-row">
        <label>
          <input type="radio" name={name} checked={rule === null} onChange={() => onRule(null)} />{' '}
          {t('rule.everything')}
        </label>
        <label>
          <input type="radio" name={name} checked={rule !== null} onChange={() => rule ?? add([])} />{' '}
          {t('rule.limited')}
        </label>
        {rule && rule.conditions.length > 1 && (
          <label>
            {t('rule.how')}{' '}
            <select
              className="demand-native"
              value={rule.join}
              onChange={(event) => onRule({ ...rule, join: event.target.value === 'or' ? 'or' : 'and' })}
            >
              <option value="and">{t('rule.all')}</option>
              <option value="or">{t('rule.any')}</option>
            </select>
          </label>
        )}
      </div>
      {rule && (
        <>
          <ol className="demand-conditions">
            {rule.conditions.map((draft, at) => (
              <Condition
                key={draft.id}
                n={at + 1}
                items={items}
                draft={draft}
                onChange={(part) => change(draft.id, part)}
                onRemove={() => remove(draft.id)}
              />
            ))}
          </ol>
          <p className="demand-acts">
            <button type="button" className="demand-native-button" onClick={() => add(rule.conditions)}>
              {t('rule.add')}
            </button>
          </p>
          <p role="status">
            <span className="soft">{t('rule.reads')}: </span>
            <bdi>{showControls(writeRule(filterOf(rule, typeOf), titleOf))}</bdi>
            {!isComplete(rule, typeOf) && (
              <span className="demand-choices-fault"> · {t('rule.incomplete')}</span>
            )}
          </p>
        </>
      )}
    </div>
  )
}

/** Most often rows are cut by the district: an item bound to `division` comes first. */
function newCondition(before: readonly Draft[], items: readonly Item[]): Draft {
  const first = items.find(({ element }) => element === 'division') ?? items[0]
  const id = Math.max(0, ...before.map((it) => it.id)) + 1
  return { id, field: first?.name ?? '', op: 'eq', values: [''], excluded: false }
}

function Condition({
  n,
  items,
  draft,
  onChange,
  onRemove,
}: {
  n: number
  items: readonly Item[]
  draft: Draft
  onChange(part: Partial<Draft>): void
  onRemove(): void
}) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const language = useLanguage()
  const type = items.find(({ name }) => name === draft.field)?.type ?? 'string'
  const setField = (field: string) => {
    const ops = opsFor(items.find(({ name }) => name === field)?.type ?? 'string')
    onChange({ field, op: ops.includes(draft.op) ? draft.op : 'eq', values: [''] })
  }
  return (
    <li>
      <fieldset className="demand-condition">
        <legend className="only-read">{t('rule.condition', { n })}</legend>
        <label>
          <span>{t('rule.field')}</span>
          <select
            className="demand-native"
            value={draft.field}
            onChange={(event) => setField(event.target.value)}
          >
            {items.map(({ name, title }) => (
              <option key={name} value={name}>
                {title[language] || name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('rule.op')}</span>
          <select
            className="demand-native"
            value={draft.op}
            onChange={(event) => onChange({ op: event.target.value as Op })}
          >
            {opsFor(type).map((op) => (
              <option key={op} value={op}>
                {term('op', op)}
              </option>
            ))}
          </select>
        </label>
        <Values type={type} op={draft.op} values={draft.values} onValues={(values) => onChange({ values })} />
        <label className="demand-condition-not">
          <input
            type="checkbox"
            checked={draft.excluded}
            onChange={(event) => onChange({ excluded: event.target.checked })}
          />
          {t('rule.not')}
        </label>
        <button type="button" className="plain-button" onClick={onRemove}>
          {t('rule.remove', { n })}
        </button>
      </fieldset>
    </li>
  )
}

function Values({
  type,
  op,
  values,
  onValues,
}: {
  type: string
  op: Op
  values: readonly string[]
  onValues(values: readonly string[]): void
}) {
  const { t } = useTranslation('demander')
  const [first = '', second = ''] = values
  if (op === 'isNull') return null
  if (op === 'in')
    return (
      <label>
        <span>
          {t('rule.value')} ({t('rule.listHint')})
        </span>
        <textarea
          className="demand-native"
          rows={Math.min(8, Math.max(2, values.length))}
          value={values.join('\n')}
          onChange={(event) => onValues(event.target.value.split(/\r?\n/))}
        />
      </label>
    )
  if (op === 'between')
    return (
      <>
        <Value label={t('rule.from')} type={type} value={first} onValue={(it) => onValues([it, second])} />
        <Value label={t('rule.to')} type={type} value={second} onValue={(it) => onValues([first, it])} />
      </>
    )
  return <Value label={t('rule.value')} type={type} value={first} onValue={(it) => onValues([it])} />
}

function Value({
  label,
  type,
  value,
  onValue,
}: {
  label: string
  type: string
  value: string
  onValue(value: string): void
}) {
  const { t } = useTranslation('demander')
  const kind = inputOf(type)
  const id = useId()
  return (
    <span className="demand-condition-value">
      <label htmlFor={id}>
        <span>{label}</span>
      </label>
      {kind === 'boolean' ? (
        <select
          id={id}
          className="demand-native"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        >
          <option value="" />
          <option value="true">{t('rule.yes')}</option>
          <option value="false">{t('rule.no')}</option>
        </select>
      ) : (
        <input
          id={id}
          className="demand-native"
          type={kind === 'date' ? 'date' : 'text'}
          inputMode={kind === 'number' ? 'decimal' : undefined}
          maxLength={1024}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </span>
  )
}
