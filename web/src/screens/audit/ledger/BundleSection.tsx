import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import {
  CopyButton,
  CountText,
  Icon,
  PlainTable,
  ProblemNotice,
  useProblemForm,
} from '../../../parts/index.ts'
import { Exact } from '../parts.tsx'
import type { LedgerKey } from '../proof.ts'
import { useTrust } from '../trust.ts'
import { type BundleCheckpoint, type BundleVerdict, checkBundle, linesOf } from '../verdict.ts'

const fileName = 'ledger.ndjson'
const shownCheckpoints = 200

/** The whole ledger: to take away with the command that checks it, or to be hashed here line by line. */
export function BundleSection() {
  const { t } = useTranslation('audit')
  const { trust } = useTrust()
  const command = `npx zhishu ledger verify ${fileName} --key '${trust.key?.text ?? 'NAME+LABEL+KEY'}'`
  return (
    <>
      <section className="card">
        <div className="card-head">
          <h2>{t('proofs.bundle')}</h2>
          <span className="soft">{t('proofs.bundleNote')}</span>
        </div>
        <p>
          <a href="/api/ledger/bundle" download={fileName}>
            {t('proofs.download')}
          </a>
        </p>
        <h3>{t('proofs.command')}</h3>
        <Exact label={t('proofs.command')} text={command} />
        <p className="audit-acts">
          <CopyButton text={command} />
          <span className="soft">{t(trust.key ? 'proofs.commandKey' : 'proofs.commandNoKey')}</span>
        </p>
      </section>
      <History ledgerKey={trust.key} />
    </>
  )
}

function History({ ledgerKey }: { ledgerKey: LedgerKey | undefined }) {
  const { t } = useTranslation('audit')
  const form = useProblemForm()
  const [hashed, setHashed] = useState(0)
  const [verdict, setVerdict] = useState<BundleVerdict>()
  const run = () =>
    form.send(async () => {
      if (!ledgerKey) return
      setVerdict(undefined)
      const stream = await told(api.GET('/api/ledger/bundle', { parseAs: 'stream' }))
      if (stream) setVerdict(await checkBundle(linesOf(stream as Stream), ledgerKey, setHashed))
    })
  return (
    <section className="card check">
      <div className="card-head">
        <h2>{t('proofs.history')}</h2>
        <span className="soft">{t('proofs.historyNote')}</span>
      </div>
      <div className="audit-acts">
        <Button onClick={run} loading={form.sending} disabled={!ledgerKey}>
          {t('proofs.runHistory')}
        </Button>
        {!ledgerKey && <span className="soft">{t('proofs.needKey')}</span>}
        {form.sending && <span role="status">{t('proofs.hashed', { count: hashed })}</span>}
      </div>
      <ProblemNotice error={form.error} />
      {verdict && <Verdict verdict={verdict} />}
    </section>
  )
}

type Stream = ReadableStream<Uint8Array<ArrayBuffer>>

function Verdict({ verdict: { entries, erased, checkpoints, faults } }: { verdict: BundleVerdict }) {
  const { t } = useTranslation('audit')
  const outcome = faults.length === 0 ? 'holds' : 'fails'
  return (
    <>
      <p className={`outcome outcome-${outcome}`} role="status" data-bundle={outcome}>
        <Icon name={outcome === 'holds' ? 'done' : 'warn'} />{' '}
        {t(outcome === 'holds' ? 'proofs.sound' : 'proofs.unsound', {
          entries,
          erased,
          checkpoints: checkpoints.length,
        })}
      </p>
      {faults.length > 0 && (
        <ul>
          {faults.map(({ kind, at }) => (
            <li key={`${kind} ${at}`}>{t(`proofs.faults.${kind}`, { at })}</li>
          ))}
        </ul>
      )}
      <CheckpointTable checkpoints={checkpoints} />
    </>
  )
}

function CheckpointTable({ checkpoints }: { checkpoints: readonly BundleCheckpoint[] }) {
  const { t } = useTranslation('audit')
  const shown = checkpoints.slice(-shownCheckpoints).reverse()
  const word = (holds: boolean) => (
    <span className={holds ? 'outcome-holds' : 'outcome-fails'}>
      <Icon name={holds ? 'done' : 'warn'} /> {t(holds ? 'check.result.holds' : 'check.result.fails')}
    </span>
  )
  return (
    <>
      {checkpoints.length > shown.length && (
        <p className="soft">{t('proofs.first', { count: shown.length })}</p>
      )}
      <div className="audit-history">
        <PlainTable
          caption={t('proofs.history')}
          heads={[{ end: t('proofs.entries') }, t('proofs.signed'), t('proofs.matches'), t('proofs.root')]}
        >
          {shown.map(({ size, root, signed, matches }) => (
            <tr key={size}>
              <th scope="row" className="end">
                <CountText count={size} />
              </th>
              <td>{word(signed)}</td>
              <td>{word(matches)}</td>
              <td>
                <code className="hash">{root}</code>
              </td>
            </tr>
          ))}
        </PlainTable>
      </div>
    </>
  )
}
