import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldFault, type Problem, problemOf } from '../api/problem.ts'
import { Icon } from './icons.tsx'
import { Citation } from './law.tsx'
import { Localised, useLanguage } from './text.tsx'

/**
 * A refusal of the server (RFC 9457) in the reader's language: what, why by which article, what to do. Faults of fields
 * the page does not show beside their controls (`known`) are listed, each field in the page's words by `nameOf`.
 */
export function ProblemNotice({
  error,
  known = [],
  nameOf,
  children,
}: {
  error: unknown
  known?: readonly string[]
  nameOf?: ((pointer: string) => string) | undefined
  children?: ReactNode
}) {
  const { t } = useTranslation('parts')
  if (!error) return null
  const problem = problemOf(error)
  const rest = (problem.errors ?? []).filter(({ field }) => !known.includes(field))
  return (
    <div className="problem" role="alert">
      <Icon name="warn" />
      <div>
        <p className="problem-title">
          <Localised text={problem.texts} />
        </p>
        {problem.rule && (
          <p>
            {t('problem.rule')}: <Localised text={problem.rule} />{' '}
            <code className="soft">
              {problem.rule.article} · {problem.rule.id}
            </code>
          </p>
        )}
        {problem.remedy && (
          <p>
            {t('problem.remedy')}: <Localised text={problem.remedy} />
          </p>
        )}
        {rest.length > 0 && <FieldFaults faults={rest} nameOf={nameOf} />}
        {problem.incident && (
          <p>
            {t('problem.incident')}: <code>{problem.incident}</code>
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

function FieldFaults({
  faults,
  nameOf,
}: {
  faults: readonly FieldFault[]
  nameOf: ((pointer: string) => string) | undefined
}) {
  const { t } = useTranslation('parts')
  const language = useLanguage()
  return (
    <ul aria-label={t('problem.fields')}>
      {faults.map((fault) => (
        <li key={`${fault.field} ${fault.rule}`}>
          {nameOf ? <strong>{nameOf(fault.field)}</strong> : <code>{fault.field}</code>}
          {language === 'zh' ? '：' : ': '}
          <Localised text={fault} />{' '}
          {fault.article !== undefined && <Citation rule={fault.rule} article={fault.article} />}
        </li>
      ))}
    </ul>
  )
}

export interface ProblemForm {
  /** the refusal as a whole; give it to ProblemNotice */
  readonly error: unknown
  /** pointers shown beside their fields, so that the notice leaves them out */
  readonly known: readonly string[]
  /** props of an antd Form.Item for the field at this JSON Pointer */
  itemAt(pointer: string): { validateStatus?: 'error'; help?: string }
  /** runs a write; a refusal is kept and shown, anything it answers is returned */
  send<T>(work: () => Promise<T>): Promise<T | undefined>
  readonly sending: boolean
}

/** Sends a form and puts each fault of the refusal beside the field it concerns. */
export function useProblemForm(fields: readonly string[] = []): ProblemForm {
  const language = useLanguage()
  const [error, setError] = useState<unknown>()
  const [sending, setSending] = useState(false)
  const isMounted = useRef(true)
  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  const problem: Problem | undefined = error === undefined ? undefined : problemOf(error)
  return {
    error,
    known: fields,
    sending,
    itemAt(pointer) {
      const help = (problem?.errors ?? [])
        .filter(({ field }) => field === pointer)
        .map((fault) => fault[language])
      return help.length > 0
        ? { validateStatus: 'error', help: help.join(language === 'zh' ? '；' : '; ') }
        : {}
    },
    async send(work) {
      setError(undefined)
      setSending(true)
      try {
        return await work()
      } catch (thrown) {
        if (isMounted.current) setError(thrown)
        return undefined
      } finally {
        if (isMounted.current) setSending(false)
      }
    },
  }
}
