import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { ProblemNotice, useProblemForm } from '../../../parts/index.ts'
import { type Checkpoint, readCheckpoint } from '../proof.ts'
import { checkpointQuery } from '../queries.ts'
import { useBelongings, useTrust } from '../trust.ts'
import { checkGrowth, type Step } from '../verdict.ts'
import { Outcome, StepTable } from './StepTable.tsx'

/** Whether the ledger only grew between two checkpoints; the auditor's copies are compared, not the server's. */
export function Growth() {
  const { t } = useTranslation('audit')
  const { data: newest = '' } = useQuery(checkpointQuery)
  const { checkpoints } = useBelongings()
  const { trust, offered } = useTrust()
  const form = useProblemForm()
  const [older, setOlder] = useState('')
  const [newer, setNewer] = useState<string>()
  const [steps, setSteps] = useState<readonly Step[]>()
  const pair = [older || (checkpoints.at(-1)?.note ?? ''), newer ?? newest] as const
  const [then, now] = pair.map(readCheckpoint)
  const run = () =>
    form.send(async () => {
      if (!then || !now) return
      const proof = then.size < now.size ? await proofOf(then, now) : []
      setSteps(await checkGrowth(pair[0], pair[1], proof, trust, offered))
    })
  return (
    <section className="card check">
      <div className="card-head">
        <h2>{t('proofs.growth')}</h2>
        <span className="soft">{t('proofs.growthNote')}</span>
      </div>
      <div className="growth-form">
        <NoteField label={t('proofs.older')} value={pair[0]} onChange={setOlder} />
        <NoteField label={t('proofs.newer')} value={pair[1]} onChange={setNewer} />
      </div>
      <div className="audit-acts">
        <Button type="primary" onClick={run} loading={form.sending} disabled={!then || !now}>
          {t('proofs.compare')}
        </Button>
      </div>
      <ProblemNotice error={form.error} />
      {steps && (
        <>
          <Outcome steps={steps} say={(outcome) => t(`proofs.growthOverall.${outcome}`)} />
          <StepTable steps={steps} caption={t('proofs.growth')} />
        </>
      )}
    </section>
  )
}

async function proofOf(then: Checkpoint, now: Checkpoint): Promise<readonly string[]> {
  const query = { from: then.size, to: now.size }
  return (await told(api.GET('/api/ledger/consistency', { params: { query } }))).proof
}

function NoteField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange(note: string): void
}) {
  const { t } = useTranslation('audit')
  const [field, choice] = [useId(), useId()]
  const { data: newest } = useQuery(checkpointQuery)
  const { checkpoints } = useBelongings()
  const known = [...checkpoints.map(({ note }) => note), ...(newest === undefined ? [] : [newest])]
  const options = [...new Set(known)]
  return (
    <div className="labelled">
      <label htmlFor={choice}>{label}</label>
      <select
        id={choice}
        value={options.includes(value) ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t('proofs.paste')}</option>
        {options.map((note) => (
          <option key={note} value={note}>
            {readCheckpoint(note)?.size} · {note.split('\n')[2]?.slice(0, 12)}…
            {note === newest ? ` (${t('proofs.latest')})` : ''}
          </option>
        ))}
      </select>
      <label htmlFor={field} className="only-read">
        {label} · {t('proofs.noteText')}
      </label>
      <textarea
        id={field}
        rows={5}
        maxLength={4000}
        spellCheck={false}
        value={value}
        aria-invalid={value !== '' && !readCheckpoint(value)}
        onChange={(event) => onChange(event.target.value)}
      />
      {value !== '' && !readCheckpoint(value) && <p className="outcome-fails">{t('proofs.unreadable')}</p>}
    </div>
  )
}
