import { useQuery } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { elementsQuery } from '../../../api/queries.ts'
import { Scrolled, useLanguage, useTypeText } from '../../../parts/index.ts'
import type { Element } from '../queries.ts'
import { blankItem, type Item, itemTypes, moved } from './draft.ts'
import { Faults, FaultTexts, useFaultsAt } from './Field.tsx'

interface Props {
  readonly items: readonly Item[]
  /** only looked at: nothing is added, moved or removed, and all stand on one page */
  readonly isLocked: boolean
  onChange(items: Item[]): void
}

const pageLength = 50

/** The items of the entry, fifty at a time while they are written; faults stand under the item they concern. */
export function ItemsTable({ items, isLocked, onChange }: Props) {
  const { t } = useTranslation('provider')
  const { data: elements = [] } = useQuery(elementsQuery)
  const [page, setPage] = useState(0)
  // A button within a locked form cannot be pressed, so that there is nothing to turn pages with.
  const pageSize = isLocked ? Math.max(pageLength, items.length) : pageLength
  const pages = Math.max(1, Math.ceil(items.length / pageSize))
  const shownPage = Math.min(page, pages - 1)
  const first = shownPage * pageSize
  const faults = useContext(Faults)
  const elsewhere = faults.filter(({ field }) => {
    const at = Number(/^\/items\/(\d+)\//.exec(field)?.[1] ?? Number.NaN)
    return at < first || at >= first + pageSize
  }).length
  const set = (at: number, change: Partial<Item>) =>
    onChange(items.map((item, i) => (i === at ? { ...item, ...change } : item)))
  return (
    <>
      <FaultTexts faults={useFaultsAt('/items')} />
      <Scrolled label={t('entry.itemsTable')}>
        <table className="items-table">
          <caption className="only-read">{t('entry.itemsTable')}</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('entry.itemName')}</th>
              <th scope="col">{t('entry.titleZh')}</th>
              <th scope="col">{t('entry.titleEn')}</th>
              <th scope="col">{t('entry.type')}</th>
              <th scope="col">{t('columns.element')}</th>
              <th scope="col">{t('field.grade')}</th>
              <th scope="col">{t('entry.key')}</th>
              <th scope="col">{t('entry.nullable')}</th>
              {!isLocked && <th scope="col">{t('entry.order')}</th>}
            </tr>
          </thead>
          <tbody>
            {items.slice(first, first + pageSize).map((item, i) => (
              <ItemRow
                // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place while it is written
                key={first + i}
                item={item}
                at={first + i}
                elements={elements}
                isLocked={isLocked}
                onChange={(change) => set(first + i, change)}
                onMove={(by) => onChange(moved(items, first + i, by))}
                onRemove={() => onChange(items.filter((_, at) => at !== first + i))}
              />
            ))}
          </tbody>
        </table>
      </Scrolled>
      <div className="answers">
        {!isLocked && (
          <button
            type="button"
            className="plain-button"
            onClick={() => {
              onChange([...items, blankItem])
              setPage(Math.floor(items.length / pageSize))
            }}
          >
            {t('entry.addItem')}
          </button>
        )}
        {pages > 1 && <ItemPages page={shownPage} pages={pages} onPage={setPage} />}
        {elsewhere > 0 && <span className="late">{t('entry.faultsElsewhere', { count: elsewhere })}</span>}
      </div>
    </>
  )
}

function ItemPages({ page, pages, onPage }: { page: number; pages: number; onPage(page: number): void }) {
  const { t } = useTranslation('parts')
  return (
    <span className="pager">
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('table.previous')}
      </button>
      <span>
        {page + 1} / {pages}
      </span>
      <button type="button" disabled={page + 1 === pages} onClick={() => onPage(page + 1)}>
        {t('table.next')}
      </button>
    </span>
  )
}

interface RowProps {
  readonly item: Item
  readonly at: number
  readonly elements: readonly Element[]
  readonly isLocked: boolean
  onChange(change: Partial<Item>): void
  onMove(by: -1 | 1): void
  onRemove(): void
}

function ItemRow({ item, at, elements, isLocked, onChange, onMove, onRemove }: RowProps) {
  const { t } = useTranslation('provider')
  const language = useLanguage()
  const typeText = useTypeText()
  const faults = useContext(Faults).filter(({ field }) => field.startsWith(`/items/${at}/`))
  const n = at + 1
  const label = (name: string) => `${name} ${n}`
  const isWrong = (name: string) => faults.some(({ field }) => field.startsWith(`/items/${at}/${name}`))
  const types: readonly string[] = itemTypes
  return (
    <>
      <tr>
        <th scope="row">{n}</th>
        <td>
          <input
            className="code"
            aria-label={label(t('entry.itemName'))}
            aria-invalid={isWrong('name')}
            value={item.name}
            maxLength={63}
            spellCheck={false}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </td>
        <td>
          <input
            aria-label={label(t('entry.titleZh'))}
            aria-invalid={isWrong('title/zh')}
            value={item.title.zh}
            maxLength={200}
            lang="zh-CN"
            onChange={({ target }) => onChange({ title: { ...item.title, zh: target.value } })}
          />
        </td>
        <td>
          <input
            aria-label={label(t('entry.titleEn'))}
            value={item.title.en}
            maxLength={200}
            lang="en"
            onChange={({ target }) => onChange({ title: { ...item.title, en: target.value } })}
          />
        </td>
        <td>
          <select
            aria-label={label(t('entry.type'))}
            value={item.type}
            onChange={({ target }) => onChange({ type: target.value })}
          >
            {(types.includes(item.type) ? types : [...types, item.type]).map((type) => (
              <option key={type} value={type}>
                {typeText(type)}
              </option>
            ))}
          </select>
        </td>
        <td>
          <select
            aria-label={label(t('columns.element'))}
            aria-invalid={isWrong('element')}
            value={item.element ?? ''}
            onChange={({ target }) => onChange({ element: target.value || null })}
          >
            <option value="">{t('columns.unbound')}</option>
            {item.element !== null && !elements.some(({ id }) => id === item.element) && (
              <option>{item.element}</option>
            )}
            {elements.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </td>
        <td>
          <select
            aria-label={label(t('field.grade'))}
            aria-invalid={isWrong('grade')}
            value={item.grade}
            onChange={({ target }) =>
              onChange({
                grade: ([1, 2, 3, 4] as const).find((it) => String(it) === target.value) ?? item.grade,
              })
            }
          >
            {[1, 2, 3, 4].map((grade) => (
              <option key={grade}>{grade}</option>
            ))}
          </select>
        </td>
        <td>
          <input
            type="checkbox"
            aria-label={label(t('entry.key'))}
            checked={item.key ?? false}
            onChange={({ target }) => onChange({ key: target.checked })}
          />
        </td>
        <td>
          <input
            type="checkbox"
            aria-label={label(t('entry.nullable'))}
            checked={item.nullable}
            onChange={({ target }) => onChange({ nullable: target.checked })}
          />
        </td>
        {!isLocked && (
          <td className="item-order">
            <button type="button" onClick={() => onMove(-1)} aria-label={label(t('entry.up'))}>
              ↑
            </button>
            <button type="button" onClick={() => onMove(1)} aria-label={label(t('entry.down'))}>
              ↓
            </button>
            <button type="button" onClick={onRemove} aria-label={label(t('remove'))}>
              ✕
            </button>
          </td>
        )}
      </tr>
      {faults.length > 0 && (
        <tr>
          <td />
          <td colSpan={9}>
            <FaultTexts faults={faults} />
          </td>
        </tr>
      )}
    </>
  )
}
