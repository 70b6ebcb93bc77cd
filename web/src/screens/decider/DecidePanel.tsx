import { useQueries } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../../api/client.ts'
import type { Line, Resource } from '../../api/types.ts'
import { Kbd, Law, LongText, ProblemNotice, useKeys } from '../../parts/index.ts'
import { type Act, acts, isWaiting, keyOf, lawOf } from './acts.ts'
import { DecisionFields, useDecision } from './decision.tsx'
import { Preview, usePreview } from './Preview.tsx'
import { type Decision, lineQuery } from './queries.ts'
import { TermsForm } from './TermsForm.tsx'
import { draftOf, termsOf } from './terms.ts'

const route = getRouteApi('/console/decide/lines/$id')

interface Props {
  readonly line: Line
  readonly items: Resource['items']
  readonly latest: string
  onDone(lines: readonly Line[]): void
}

/** The four answers, the law beside each, and the rows the chosen one would show. */
export function DecidePanel({ line, items, latest, onDone }: Props) {
  const { t } = useTranslation('decider')
  const { act = 'agree' } = route.useSearch()
  const others = useOthers(line)
  const lines = [line, ...others]
  const [draft, setDraft] = useState(() => draftOf(line, latest))
  const decision = useDecision(onDone)
  const formId = useId()
  const isUnconditional = line.attribute === 'unconditional'
  const terms = termsOf(act === 'counter' ? draft : draftOf(line, latest), line, items)
  const preview = usePreview(line.id, terms)
  const choose = useActKeys(preview.look)
  const cannotOffer = act === 'counter' && isUnconditional
  const missing = act === 'counter' && (terms.fields.length === 0 || terms.modes.length === 0)
  const send = (it: Decision) => decision.submit(lines, it)
  return (
    <>
      <section className="card" aria-labelledby="decide-title">
        <h2 id="decide-title">{t('line.decide')}</h2>
        <ActChoice act={act} onChoose={choose} />
        {others.length > 0 && <p role="status">{t('line.with', { count: others.length })}</p>}
        {act !== 'counter' ? (
          <DecisionFields
            key={act}
            act={act}
            lines={lines}
            formId={formId}
            problem={decision.problem}
            onSubmit={send}
          />
        ) : (
          <form
            id={formId}
            className="decision"
            onSubmit={(event: FormEvent) => {
              event.preventDefault()
              void send({ decision: 'counter', ...terms, note: draft.note.trim() })
            }}
          >
            <Law ids={lawOf('counter', line.attribute)} />
            {isUnconditional ? (
              <p>{t('form.notOffered')}</p>
            ) : (
              <>
                <TermsForm line={line} items={items} latest={latest} draft={draft} onChange={setDraft} />
                <LongText
                  label={t('form.note')}
                  hint={t('form.noteHint')}
                  value={draft.note}
                  onChange={(note) => setDraft({ ...draft, note })}
                  fault={decision.problem.itemAt('/decision/note')}
                />
              </>
            )}
            {terms.fields.length === 0 && <p className="decide-fault">{t('terms.noItem')}</p>}
            <ProblemNotice error={decision.problem.error} known={decision.problem.known} />
          </form>
        )}
        {!cannotOffer && (
          <p className="button-row">
            <Button
              type="primary"
              danger={act === 'refuse'}
              htmlType="submit"
              form={formId}
              disabled={missing}
              loading={decision.problem.sending}
            >
              {t(`act.${act}`)}
              {lines.length > 1 && ` · ${t('form.submitMany', { count: lines.length })}`}
            </Button>
          </p>
        )}
      </section>
      {(act === 'agree' || (act === 'counter' && !isUnconditional)) && <Preview preview={preview} />}
    </>
  )
}

/** Lines for the same resource that get the same answer; named in the address. */
function useOthers(line: Line): Line[] {
  const { also = '' } = route.useSearch()
  const ids = also.split(',').filter((id) => id !== '' && id !== line.id)
  return useQueries({ queries: ids.map((id) => lineQuery(id)) }).flatMap(({ data }) =>
    data && isWaiting(data) && data.resource === line.resource ? [data] : [],
  )
}

/** Keys choose the answer; the choice stands in the address. */
function useActKeys(look: () => Promise<void>): (act: Act) => void {
  const navigate = route.useNavigate()
  const { also } = route.useSearch()
  const choose = (act: Act) => void navigate({ search: given({ act, also }), replace: true })
  useKeys({
    ...Object.fromEntries(acts.map((act) => [keyOf[act], () => choose(act)])),
    p: () => void look(),
  })
  return choose
}

function ActChoice({ act, onChoose }: { act: Act; onChoose(act: Act): void }) {
  const { t } = useTranslation('decider')
  return (
    <fieldset className="decide-acts">
      <legend className="only-read">{t('line.choose')}</legend>
      {acts.map((it) => (
        <label key={it} className="decide-act">
          <input
            type="radio"
            name="act"
            checked={it === act}
            aria-keyshortcuts={keyOf[it]}
            onChange={() => onChoose(it)}
          />
          {t(`act.${it}`)} <Kbd>{keyOf[it]}</Kbd>
        </label>
      ))}
    </fieldset>
  )
}
