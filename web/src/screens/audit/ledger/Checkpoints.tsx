import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, CountText, Facts, InstantText, ProblemNotice } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Exact } from '../parts.tsx'
import { readCheckpoint, toHex } from '../proof.ts'
import { checkpointQuery } from '../queries.ts'
import { dropCheckpoint, keepCheckpoint, useBelongings, useTrust } from '../trust.ts'
import { type Step, signatureSteps } from '../verdict.ts'
import { BundleSection } from './BundleSection.tsx'
import { Growth } from './Growth.tsx'
import { KeyPanel } from './KeyPanel.tsx'
import { StepTable } from './StepTable.tsx'

/** What the ledger signs, whether it only grew, and the whole of it for a check offline or here. */
export function Checkpoints() {
  const { t } = useTranslation('audit')
  return (
    <div className="page audit">
      <PageHead title={t('proofs.title')}>{t('proofs.note')}</PageHead>
      <KeyPanel />
      <Newest />
      <Kept />
      <Growth />
      <BundleSection />
    </div>
  )
}

function Newest() {
  const { t } = useTranslation('audit')
  const { data: note, error } = useQuery(checkpointQuery)
  const { checkpoints } = useBelongings()
  const steps = useSignature(note)
  const said = note === undefined ? undefined : readCheckpoint(note)
  const isKept = checkpoints.some((one) => one.note === note)
  return (
    <section className="card">
      <h2>{t('proofs.newest')}</h2>
      <ProblemNotice error={error} />
      {note !== undefined && said && (
        <>
          <Facts
            rows={[
              [t('proofs.origin'), <code key="origin">{said.origin}</code>],
              [t('proofs.entries'), <CountText key="size" count={said.size} />],
            ]}
          />
          <p>
            {t('proofs.root')} <code className="hash">{toHex(said.root)}</code>
          </p>
          {steps && <StepTable steps={steps} caption={t('proofs.newest')} />}
          <details>
            <summary>{t('proofs.noteText')}</summary>
            <Exact label={t('proofs.noteText')} text={note} />
          </details>
          <p className="audit-acts">
            <Button
              disabled={isKept}
              onClick={() => keepCheckpoint({ note, size: said.size, keptAt: new Date().toISOString() })}
            >
              {t(isKept ? 'proofs.saved' : 'proofs.save')}
            </Button>
            <CopyButton text={note} />
          </p>
        </>
      )}
    </section>
  )
}

function useSignature(note: string | undefined): readonly Step[] | undefined {
  const { trust, offered, isReady } = useTrust()
  const [steps, setSteps] = useState<readonly Step[]>()
  useEffect(() => {
    if (note === undefined || !isReady) return
    let isOver = false
    void signatureSteps(note, trust, offered).then((found) => {
      if (!isOver) setSteps(found)
    })
    return () => {
      isOver = true
    }
  }, [note, trust, offered, isReady])
  return steps
}

function Kept() {
  const { t } = useTranslation('audit')
  const { checkpoints } = useBelongings()
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('proofs.kept')}</h2>
        <span className="soft">{t('proofs.keptNote')}</span>
      </div>
      {checkpoints.length === 0 ? (
        <p>{t('proofs.keptNone')}</p>
      ) : (
        <ul className="rows">
          {checkpoints.map(({ note, size, keptAt }) => (
            <li key={note}>
              <span className="rows-main">
                <CountText count={size} /> · <code className="hash">{note.split('\n')[2]}</code>
              </span>
              <span className="soft">
                {t('proofs.keptAt')} <InstantText at={keptAt} />
              </span>
              <CopyButton text={note} />
              <button type="button" className="plain-button" onClick={() => dropCheckpoint(note)}>
                {t('proofs.drop')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
