import { useTranslation } from 'react-i18next'
import { useTerms } from '../../../parts/index.ts'
import { type Basis, basisLevels, blankBasis } from './draft.ts'
import { FaultTexts, FieldGroup, useFaultsAt } from './Field.tsx'

interface Props {
  readonly basis: readonly Basis[]
  /** only looked at: nothing is added or removed */
  readonly isLocked: boolean
  onChange(basis: Basis[]): void
}

/** The norms the department acts by, each with its rank and article. */
export function BasisRows({ basis, isLocked, onChange }: Props) {
  const { t } = useTranslation('provider')
  const set = (at: number, change: Partial<Basis>) =>
    onChange(basis.map((it, i) => (i === at ? { ...it, ...change } : it)))
  return (
    <FieldGroup label={t('field.basis')} pointer="/basis" note={t('entry.basisNote')}>
      <ol className="basis-rows">
        {basis.map((it, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a basis is known by its place alone
          <li key={at}>
            <BasisRow
              basis={it}
              at={at}
              onChange={(change) => set(at, change)}
              onRemove={isLocked ? undefined : () => onChange(basis.filter((_, i) => i !== at))}
            />
          </li>
        ))}
      </ol>
      {!isLocked && (
        <button type="button" className="plain-button" onClick={() => onChange([...basis, blankBasis])}>
          {t('entry.addBasis')}
        </button>
      )}
    </FieldGroup>
  )
}

function BasisRow({
  basis: { level, title, article },
  at,
  onChange,
  onRemove,
}: {
  basis: Basis
  at: number
  onChange(change: Partial<Basis>): void
  onRemove: (() => void) | undefined
}) {
  const { t } = useTranslation('provider')
  const term = useTerms()
  const n = at + 1
  const faults = [
    ...useFaultsAt(`/basis/${at}/title`),
    ...useFaultsAt(`/basis/${at}/article`),
    ...useFaultsAt(`/basis/${at}`),
  ]
  return (
    <>
      <div className="basis-row">
        <select
          aria-label={`${t('entry.basisLevel')} ${n}`}
          value={level}
          onChange={({ target }) =>
            onChange({ level: basisLevels.find((it) => it === target.value) ?? level })
          }
        >
          {basisLevels.map((it) => (
            <option key={it} value={it}>
              {term('basisLevel', it)}
            </option>
          ))}
        </select>
        <input
          aria-label={`${t('entry.basisTitle')} ${n}`}
          placeholder={t('entry.basisTitle')}
          value={title}
          maxLength={200}
          onChange={({ target }) => onChange({ title: target.value })}
        />
        <input
          aria-label={`${t('entry.basisArticle')} ${n}`}
          placeholder={t('entry.basisArticle')}
          value={article}
          maxLength={200}
          onChange={({ target }) => onChange({ article: target.value })}
        />
        {onRemove && (
          <button
            type="button"
            className="plain-button"
            onClick={onRemove}
            aria-label={`${t('remove')} ${n}`}
          >
            {t('remove')}
          </button>
        )}
      </div>
      <FaultTexts faults={faults} />
    </>
  )
}
