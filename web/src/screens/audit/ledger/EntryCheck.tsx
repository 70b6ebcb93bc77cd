import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { LedgerEntry } from '../../../api/types.ts'
import { InstantText, ProblemNotice, useProblemForm } from '../../../parts/index.ts'
import { canCheck } from '../proof.ts'
import { entryQuery, type Inclusion } from '../queries.ts'
import { useTrust } from '../trust.ts'
import { checkEntry, type Step } from '../verdict.ts'
import { Outcome, StepTable } from './StepTable.tsx'

interface Evidence {
  readonly entry: LedgerEntry
  readonly inclusion: Inclusion
  readonly at: string
}

/** The proof of an entry, computed by this browser from evidence fetched at the press of the button. */
export function EntryCheck({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('audit')
  const client = useQueryClient()
  const form = useProblemForm()
  const { trust, offered, isReady } = useTrust()
  const [evidence, setEvidence] = useState<Evidence>()
  const [steps, setSteps] = useState<readonly Step[]>()
  const { id } = entry
  const run = () =>
    form.send(async () => {
      const [fresh, inclusion] = await Promise.all([
        client.fetchQuery({ ...entryQuery(id), staleTime: 0 }),
        told(api.GET('/api/ledger/inclusion/{id}', { params: { path: { id } } })),
      ])
      setEvidence({ entry: fresh, inclusion, at: new Date().toISOString() })
    })
  useEffect(() => {
    if (!evidence) return
    let isOver = false
    void checkEntry(evidence.entry, evidence.inclusion, trust, offered).then((found) => {
      if (!isOver) setSteps(found)
    })
    return () => {
      isOver = true
    }
  }, [evidence, trust, offered])
  return (
    <section className="card check" aria-busy={form.sending}>
      <div className="card-head">
        <h2>{t('check.title')}</h2>
        <span className="soft">{t('check.note')}</span>
      </div>
      {canCheck() ? (
        <div className="audit-acts">
          <Button type="primary" onClick={run} loading={form.sending} disabled={!isReady}>
            {t(steps ? 'check.again' : 'check.run')}
          </Button>
          <a href={`/api/ledger/receipts/${id}`} download={`${id}.tlog-proof`}>
            {t('check.receipt')}
          </a>
        </div>
      ) : (
        <p>
          {t('check.impossible')}{' '}
          <a href={`/api/ledger/receipts/${id}`} download={`${id}.tlog-proof`}>
            {t('check.receipt')}
          </a>
        </p>
      )}
      <ProblemNotice error={form.error} />
      {steps && evidence && (
        <>
          <Outcome steps={steps} say={(outcome) => t(`check.overall.${outcome}`)} />
          <StepTable steps={steps} caption={t('check.title')} />
          <p className="soft">
            {t('check.checkedAt')} <InstantText at={evidence.at} seconds /> ·{' '}
            {t('check.size', { size: evidence.inclusion.size })}
          </p>
        </>
      )}
    </section>
  )
}
