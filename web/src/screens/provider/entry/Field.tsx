import { createContext, type ReactNode, useContext, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Citation, Icon, Localised } from '../../../parts/index.ts'

/** Something wrong at a field: by the gate (with rule and article), or with what was sent. */
export interface FieldFault {
  readonly field: string
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly article?: string
  readonly severity?: 'refusal' | 'warning'
}

/** What is wrong, by JSON Pointer; the editor provides it once for all fields. */
export const Faults = createContext<readonly FieldFault[]>([])

export function useFaultsAt(pointer: string): readonly FieldFault[] {
  return useContext(Faults).filter(({ field }) => field === pointer)
}

export interface Wiring {
  readonly id: string
  readonly 'aria-describedby': string
  readonly 'aria-invalid': boolean
}

interface Props {
  readonly label: string
  /** the field's JSON Pointer into the entry */
  readonly pointer: string
  /** number of the element in the 2017 guide, or the article that asks for it */
  readonly source?: string
  readonly note?: ReactNode
  readonly wide?: boolean
  children(wiring: Wiring): ReactNode
}

/** One field of the entry: its name, where it is asked for, and the lawful faults beside it. */
export function Field({ label, pointer, source, note, wide, children }: Props) {
  const id = useId()
  const faults = useFaultsAt(pointer)
  const isWrong = faults.some(({ severity }) => severity !== 'warning')
  return (
    <div className={wide ? 'entry-field entry-wide' : 'entry-field'} data-pointer={pointer}>
      <label htmlFor={id}>
        {label} {source && <span className="soft">{source}</span>}
      </label>
      {children({ id, 'aria-describedby': `${id}-told`, 'aria-invalid': isWrong })}
      <div id={`${id}-told`}>
        {note && <span className="soft">{note}</span>}
        <FaultTexts faults={faults} />
      </div>
    </div>
  )
}

/** The same for a group of controls. */
export function FieldGroup({
  label,
  pointer,
  source,
  note,
  children,
}: Omit<Props, 'children' | 'wide'> & { children: ReactNode }) {
  const faults = useFaultsAt(pointer)
  return (
    <fieldset className="entry-field entry-wide" data-pointer={pointer}>
      <legend>
        {label} {source && <span className="soft">{source}</span>}
      </legend>
      {children}
      {note && <span className="soft">{note}</span>}
      <FaultTexts faults={faults} />
    </fieldset>
  )
}

/** Each fault with its mark, its words and the article behind it. */
export function FaultTexts({ faults }: { faults: readonly FieldFault[] }) {
  const { t } = useTranslation('parts')
  if (faults.length === 0) return null
  return (
    <ul className="fault-texts">
      {faults.map((fault) => (
        <li
          key={`${fault.field} ${fault.rule} ${fault.en}`}
          className={`fault-${fault.severity ?? 'refusal'}`}
        >
          <Icon name="warn" />{' '}
          <span>
            <strong>
              {fault.severity === 'warning' && `${t('gate.warning')} `}
              <Localised text={fault} />
            </strong>
            {fault.article !== undefined && (
              <>
                <br />
                <Citation rule={fault.rule} article={fault.article} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
