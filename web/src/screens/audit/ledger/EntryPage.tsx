import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { LedgerEntry } from '../../../api/types.ts'
import { CopyButton, Facts, InstantText, OrgName } from '../../../parts/index.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Exact, KindText, LedgerActor, SubjectText, useKindWord } from '../parts.tsx'
import { fromBase64, toHex } from '../proof.ts'
import { entryQuery } from '../queries.ts'
import { EntryCheck } from './EntryCheck.tsx'
import { KeyPanel } from './KeyPanel.tsx'

const route = getRouteApi('/console/audit/entries/$id')

/** One entry: who, what, when; its exact bytes, its body, and the check of both in this browser. */
export function EntryPage() {
  const { t } = useTranslation('audit')
  const { id } = route.useParams()
  const { data: entry } = useSuspenseQuery(entryQuery(id))
  const word = useKindWord()(entry.kind)
  return (
    <div className="page audit">
      <PageHead title={word ?? entry.kind}>
        {t('entry.title')} · {t('entry.place', { index: entry.index })} · <code>{entry.id}</code>
      </PageHead>
      <div className="audit-pair">
        <EntryFacts entry={entry} />
        <KeyPanel />
      </div>
      <EntryCheck entry={entry} />
      <EntryTexts entry={entry} />
    </div>
  )
}

function EntryFacts({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('audit')
  const { subject } = entry
  return (
    <section className="card">
      <h2>{t('entry.facts')}</h2>
      <Facts
        rows={[
          [t('ledger.at'), <InstantText key="at" at={entry.at} seconds />],
          [t('ledger.kind'), <KindText key="kind" kind={entry.kind} />],
          [t('ledger.subject'), <SubjectText key="subject" subject={subject} kind={entry.kind} />],
          [t('ledger.actor'), <LedgerActor key="actor" actor={entry.actor} />],
          [
            t('ledger.party'),
            entry.party === null ? t('ledger.noParty') : <OrgName key="party" id={entry.party} />,
          ],
          [t('entry.leaf'), <code key="leaf">{hexOf(entry.leaf)}</code>],
        ]}
      />
      <p>
        <Link to="/audit/entries" search={{ subject }}>
          {t('entry.sameSubject')}
        </Link>
        {subject.startsWith('agr_') && (
          <>
            {' · '}
            <Link to="/audit/reads" search={{ agreement: subject }}>
              {t('entry.reads')}
            </Link>
          </>
        )}
      </p>
    </section>
  )
}

function EntryTexts({ entry }: { entry: LedgerEntry }) {
  const { t } = useTranslation('audit')
  return (
    <>
      <section className="card">
        <div className="card-head">
          <h2>{t('entry.bytes')}</h2>
          <span className="soft">{t('entry.bytesNote')}</span>
          <CopyButton text={entry.entry} />
        </div>
        <Exact label={t('entry.bytes')} text={entry.entry} />
      </section>
      <section className="card">
        <div className="card-head">
          <h2>{t('entry.body')}</h2>
          <span className="soft">{t('entry.bodyNote')}</span>
        </div>
        {entry.body === null ? (
          <p>{t('entry.erased')}</p>
        ) : (
          <Exact label={t('entry.body')} text={JSON.stringify(entry.body, null, 2)} />
        )}
        <Facts
          rows={[
            [t('entry.digest'), <code key="digest">{digestOf(entry.entry)}</code>],
            entry.salt !== null && [t('entry.salt'), <code key="salt">{hexOf(entry.salt)}</code>],
          ]}
        />
      </section>
    </>
  )
}

function hexOf(base64: string): string {
  const bytes = fromBase64(base64)
  return bytes ? toHex(bytes) : base64
}

function digestOf(entry: string): string {
  try {
    return String((JSON.parse(entry) as { digest?: unknown }).digest ?? '—')
  } catch {
    return '—'
  }
}
