import type { ReactNode } from 'react'
import { Missing, useTitle } from '../../open/Missing.tsx'
import { openApi, useRead } from '../../open/reader.ts'
import {
  Chinese,
  CopyBlock,
  DataText,
  DayText,
  Found,
  InstantText,
  Localised,
  writeCount,
} from '../../open/text.tsx'
import { fill, useWords, wordOf } from '../../open/words.ts'
import { showControls } from '../../parts/show-controls.ts'
import { Columns } from './Columns.tsx'
import { Download } from './Download.tsx'
import { Freshness } from './Freshness.tsx'
import { Preview } from './Preview.tsx'
import { Programs } from './Programs.tsx'
import type { OpenPage } from './types.ts'

/** One open resource: what it is, who answers for it, how it may be used, what it looks like, how to take it. */
export function Resource({ match }: { match: RegExpExecArray }) {
  const { words } = useWords()
  const id = match[1] ?? ''
  const found = useRead(() => openApi.GET('/api/open/resources/{id}', { params: { path: { id } } }), id)
  if (found.state === 'failed' && [404, 410, 422].includes(found.problem.status))
    return (
      <Missing note={found.problem.status === 422 ? words.gone : <Localised text={found.problem.texts} />} />
    )
  if (found.state === 'failed' || found.value === undefined)
    return (
      <>
        <h1>{words.title}</h1>
        <Found found={found}>{() => null}</Found>
      </>
    )
  return <Told page={found.value} />
}

function Told({ page }: { page: OpenPage }) {
  const { words, language } = useWords()
  useTitle(showControls(page.name[language] || page.name.zh))
  return (
    <>
      <p className="no-print">
        <a href="/open">‹ {words.catalogue}</a>
      </p>
      <h1>
        <Localised text={page.name} />
      </h1>
      <p className="open-intro">
        <Chinese text={page.abstract} limit={600} />
      </p>
      <About page={page} />
      <Card title={words.download}>
        <Download page={page} />
      </Card>
      <Card title={words.structure}>
        <Columns columns={page.columns} />
      </Card>
      {page.version !== null && (
        <Card title={words.preview}>
          <Preview page={page} />
        </Card>
      )}
      <Card title={words.cite}>
        <CopyBlock
          label={words.cite}
          text={page.citation[language]}
          lang={language === 'en' && !page.name.en ? 'zh-CN' : undefined}
        />
      </Card>
      <Card title={words.api}>
        <Programs page={page} />
      </Card>
      <Card title={words.versions}>
        <Versions page={page} />
      </Card>
      <Card title={words.faults}>
        <Faults page={page} />
      </Card>
    </>
  )
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="open-card">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function About({ page }: { page: OpenPage }) {
  const { words } = useWords()
  return (
    <Card title={words.about}>
      <dl className="open-about">
        <Fact name={words.provider}>
          <Department org={page.department} />
        </Fact>
        <Fact name={words.competent}>
          {page.competent ? <Department org={page.competent} /> : words.noCompetent}
        </Fact>
        <Fact name={words.licence}>
          <Localised text={page.licence} limit={4000} />
        </Fact>
        <Fact name={words.cycle}>{page.cycle ? wordOf(words.cycles, page.cycle) : words.noCycle}</Fact>
        <Fact name={words.freshness}>
          {page.updatedAt && (
            <>
              <InstantText at={page.updatedAt} />{' '}
            </>
          )}
          <Freshness cycle={page.cycle} updatedAt={page.updatedAt} />
        </Fact>
        <Fact name={words.version}>
          {page.version === null ? words.cutting : fill(words.versionOf, { n: page.version })}
        </Fact>
        <Fact name={words.openedOn}>
          <DayText day={page.openedOn} />
        </Fact>
        <Fact name={words.code}>
          <DataText value={page.code} />
        </Fact>
        <Fact name={words.classification}>
          <Chinese text={page.classification} />
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Department({ org }: { org: OpenPage['department'] }) {
  const { words } = useWords()
  return (
    <>
      <Localised text={org.name} /> <span className="open-soft">({wordOf(words.levels, org.level)})</span>
    </>
  )
}

function Versions({ page }: { page: OpenPage }) {
  const { words, language } = useWords()
  if (page.versions.length === 0) return <p>{words.notReady}</p>
  return (
    <table className="open-table open-narrow">
      <caption className="only-read">{words.versionsCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.version}</th>
          <th scope="col">{words.rowsHead}</th>
          <th scope="col">{words.atHead}</th>
        </tr>
      </thead>
      <tbody>
        {page.versions.map(({ version, rows, at }) => (
          <tr key={version}>
            <td>{fill(words.versionOf, { n: version })}</td>
            <td>{writeCount(rows, language)}</td>
            <td>
              <InstantText at={at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Faults({ page }: { page: OpenPage }) {
  const { words, language } = useWords()
  const lines = fill(words.faultLines, {
    name: page.name[language] || page.name.zh,
    code: page.code,
    version: page.version ?? '—',
    address: location.origin + location.pathname,
  })
  return (
    <>
      <p>{words.faultsNote}</p>
      <dl className="open-about">
        <Fact name={words.provider}>
          <Department org={page.department} />
        </Fact>
        <Fact name={words.competent}>
          {page.competent ? <Department org={page.competent} /> : words.noCompetent}
        </Fact>
      </dl>
      <CopyBlock label={words.faultSubject} text={lines} />
    </>
  )
}
