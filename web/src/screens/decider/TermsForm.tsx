import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { elementsQuery } from '../../api/queries.ts'
import type { Line, Resource } from '../../api/types.ts'
import { Localised, Scrolled, useLanguage, useTerms, writeDay } from '../../parts/index.ts'
import { isMask, type Mask, masks } from './acts.ts'
import { RowRule } from './RowRule.tsx'
import { type Draft, type Limit, type Op, ops } from './terms.ts'

interface Props {
  readonly line: Line
  readonly items: Resource['items']
  /** last day asked for */
  readonly latest: string
  readonly draft: Draft
  onChange(draft: Draft): void
}

/** What the office would give: items with their masks, rows, modes and the last day. Never wider than asked. */
export function TermsForm(props: Props) {
  return (
    <>
      <ItemChoice {...props} />
      <RowChoice {...props} />
      <ModeAndTerm {...props} />
    </>
  )
}

function ItemChoice({ line, items, draft, onChange }: Props) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  const { data: elements } = useQuery(elementsQuery)
  const asked = line.fields.map((name) => ({ name, item: items.find((it) => it.name === name) }))
  const ruled = (element: string | null | undefined): Mask => {
    const mask = elements?.find(({ id }) => id === element)?.mask ?? 'clear'
    return isMask(mask) ? mask : 'clear'
  }
  const put = (name: string, mask: Mask | undefined) => {
    const { [name]: _, ...rest } = draft.given
    onChange({ ...draft, given: mask === undefined ? rest : { ...rest, [name]: mask } })
  }
  return (
    <>
      <Scrolled label={t('terms.title')}>
        <table className="decide-dense">
          <caption className="only-read">{t('terms.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('terms.give')}</th>
              <th scope="col">{t('line.item')}</th>
              <th scope="col">{t('line.grade')}</th>
              <th scope="col">{t('terms.mask')}</th>
            </tr>
          </thead>
          <tbody>
            {asked.map(({ name, item }) => {
              const title = item?.title[language] || name
              const mask = draft.given[name]
              return (
                <tr key={name}>
                  <td className="pick">
                    <input
                      type="checkbox"
                      aria-label={`${t('terms.give')}: ${title}`}
                      checked={mask !== undefined}
                      onChange={(event) => put(name, event.target.checked ? 'clear' : undefined)}
                    />
                  </td>
                  <th scope="row">
                    {item ? <Localised text={item.title} /> : name} <code className="soft">{name}</code>
                  </th>
                  <td>{item && term('grade', `general-${item.grade}`)}</td>
                  <td>
                    <select
                      aria-label={`${t('terms.mask')}: ${title}`}
                      disabled={mask === undefined}
                      value={mask ?? 'clear'}
                      onChange={(event) => isMask(event.target.value) && put(name, event.target.value)}
                    >
                      {(['clear', ...masks] as const).map((it) => (
                        <option key={it} value={it}>
                          {term('mask', it)}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scrolled>
      <p className="button-row">
        <Button
          onClick={() =>
            onChange({
              ...draft,
              given: Object.fromEntries(
                asked
                  .filter(({ name }) => name in draft.given)
                  .map(({ name, item }) => [name, ruled(item?.element)]),
              ),
            })
          }
        >
          {t('terms.suggested')}
        </Button>
        <Button
          onClick={() =>
            onChange({
              ...draft,
              given: Object.fromEntries(line.fields.map((name) => [name, draft.given[name] ?? 'clear'])),
            })
          }
        >
          {t('terms.all')}
        </Button>
      </p>
    </>
  )
}

function RowChoice({ line, items, draft, onChange }: Props) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  const titles = new Map(items.map(({ name, title }) => [name, title]))
  const put = (limits: readonly Limit[]) => onChange({ ...draft, limits })
  const change = (id: string, part: Partial<Limit>) =>
    put(draft.limits.map((limit) => (limit.id === id ? { ...limit, ...part } : limit)))
  const [first] = items
  return (
    <fieldset className="decide-choices">
      <legend>{t('terms.rows')}</legend>
      <p>
        {t('terms.asked')}: <RowRule rule={line.rows} titles={titles} />
      </p>
      {draft.limits.map((limit) => (
        <div key={limit.id} className="decide-limit">
          <select
            aria-label={t('terms.field')}
            value={limit.field}
            onChange={(event) => change(limit.id, { field: event.target.value })}
          >
            {items.map(({ name, title }) => (
              <option key={name} value={name}>
                {title[language] || name}
              </option>
            ))}
          </select>
          <select
            aria-label={t('terms.op')}
            value={limit.op}
            onChange={(event) => change(limit.id, { op: event.target.value as Op })}
          >
            {ops.map((op) => (
              <option key={op} value={op}>
                {term('op', op)}
              </option>
            ))}
          </select>
          {limit.op !== 'isNull' && (
            <input
              aria-label={t('terms.value')}
              value={limit.text}
              required
              placeholder={limit.op === 'in' || limit.op === 'between' ? t('terms.listHint') : undefined}
              onChange={(event) => change(limit.id, { text: event.target.value })}
            />
          )}
          <Button onClick={() => put(draft.limits.filter(({ id }) => id !== limit.id))}>
            {t('terms.remove')}
          </Button>
        </div>
      ))}
      {first && (
        <Button
          onClick={() => put([...draft.limits, { id: newKey(), field: first.name, op: 'eq', text: '' }])}
        >
          {t('terms.add')}
        </Button>
      )}
    </fieldset>
  )
}

function ModeAndTerm({ line, latest, draft, onChange }: Props) {
  const { t } = useTranslation('decider')
  const term = useTerms()
  const language = useLanguage()
  return (
    <div className="decide-side-by-side">
      <fieldset className="decide-choices">
        <legend>{t('terms.modes')}</legend>
        {line.modes.map((mode) => (
          <label key={mode} className="decide-choice">
            <input
              type="checkbox"
              checked={draft.modes.includes(mode)}
              onChange={(event) =>
                onChange({
                  ...draft,
                  modes: line.modes.filter((it) =>
                    it === mode ? event.target.checked : draft.modes.includes(it),
                  ),
                })
              }
            />
            {term('mode', mode)}
          </label>
        ))}
        {draft.modes.length === 0 && <p className="decide-fault">{t('terms.noMode')}</p>}
      </fieldset>
      <label className="decide-stacked">
        {t('terms.until')}
        <input
          type="date"
          required
          max={latest}
          value={draft.until}
          onChange={(event) => onChange({ ...draft, until: event.target.value })}
        />
        <span className="soft">{t('terms.untilHint', { day: writeDay(latest, language) })}</span>
      </label>
    </div>
  )
}
