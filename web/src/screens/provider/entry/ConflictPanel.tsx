import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DataText, Icon, usePersonName } from '../../../parts/index.ts'
import { draftOf } from './draft.ts'
import { useChoiceWord, useFieldName } from './field-names.ts'
import { type Divergence, divergences } from './merge.ts'
import type { Editor } from './useEditor.ts'

/** A colleague changed the entry under my hands: who, which fields, theirs beside mine, and how to go on. */
export function ConflictPanel({ editor }: { editor: Editor }) {
  const { t } = useTranslation('provider')
  const place = useRef<HTMLElement>(null)
  const { conflict } = editor
  const by = usePersonName(conflict?.by ?? '')
  useEffect(() => {
    if (conflict) place.current?.focus()
  }, [conflict])
  if (!conflict) return null
  const { base, theirs } = conflict
  const changed = divergences(draftOf(base), editor.draft, draftOf(theirs))
  return (
    <section className="card conflict" ref={place} tabIndex={-1} aria-labelledby="conflict">
      <h2 id="conflict">
        <Icon name="warn" /> {t('conflict.title', { by })}
      </h2>
      <p>{t('conflict.note')}</p>
      <ul className="rows">
        {changed.map((one) => (
          <Changed key={one.pointer} one={one} />
        ))}
      </ul>
      <p className="conflict-acts">
        <Button type="primary" onClick={editor.takeIn}>
          {t('conflict.takeIn')}
        </Button>
        <Button onClick={editor.discard}>{t('conflict.drop')}</Button>
      </p>
    </section>
  )
}

function Changed({ one: { pointer, mine, theirs, clashes } }: { one: Divergence }) {
  const { t } = useTranslation('provider')
  const name = useFieldName()
  return (
    <li>
      <span className="rows-main">
        <strong>{name(pointer)}</strong>
        <span className="under">
          {t('conflict.theirs')} <Value pointer={pointer} value={theirs} />
        </span>
        {clashes && (
          <span className="under">
            {t('conflict.mine')} <Value pointer={pointer} value={mine} />
          </span>
        )}
      </span>
      <span>{t(clashes ? 'conflict.both' : 'conflict.onlyThey')}</span>
    </li>
  )
}

/** Texts and choices as they are, a list by its names or values. */
function Value({ pointer, value }: { pointer: string; value: unknown }) {
  const { t } = useTranslation('provider')
  const word = useChoiceWord()
  if (value === null || value === undefined || value === '') return <span className="absent">—</span>
  if (typeof value === 'boolean') return t(value ? 'conflict.yes' : 'conflict.no')
  if (!Array.isArray(value)) return <DataText value={word(pointer, String(value))} limit={200} />
  return <DataText value={value.map(nameOf).join(' · ') || '—'} limit={400} />
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { name, title, article } = value as { name?: unknown; title?: unknown; article?: unknown }
  return String(name ?? [title, article].filter(Boolean).join(' '))
}
