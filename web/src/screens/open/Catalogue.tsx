import { type FormEvent, useEffect, useState } from 'react'
import { given } from '../../api/client.ts'
import { goTo, hrefWith, useQuery } from '../../open/address.ts'
import { useTitle } from '../../open/Missing.tsx'
import { openApi, useRead } from '../../open/reader.ts'
import { Chinese, Found, InstantText, Localised, ViewLink, writeCount } from '../../open/text.tsx'
import { fill, useWords, wordOf } from '../../open/words.ts'
import { Facets, facetNames } from './Facets.tsx'
import { Freshness } from './Freshness.tsx'
import type { OpenHit, OpenList, OpenQuery } from './types.ts'

/** What is open: search, facets and pages are the server's and stand in the address. */
export function Catalogue() {
  const { words } = useWords()
  const query = useQuery()
  useTitle(words.title)
  const asked = askedOf(query)
  const found = useRead(
    () => openApi.GET('/api/open/resources', { params: { query: asked } }),
    JSON.stringify(asked),
  )
  return (
    <>
      <h1>{words.title}</h1>
      <p className="open-intro">{words.intro}</p>
      <Search key={query.get('q')} q={query.get('q') ?? ''} />
      <Found found={found}>{(list) => <Results list={list} query={query} />}</Found>
    </>
  )
}

/** As it stands in the address, which anybody may have written: what is wrong in it the server refuses. */
function askedOf(query: URLSearchParams): OpenQuery {
  const names = ['q', 'cursor', 'limit', ...facetNames]
  return given(Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined]))) as OpenQuery
}

function Search({ q }: { q: string }) {
  const { words } = useWords()
  const [text, setText] = useState(q)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    goTo(hrefWith({ q: text.trim(), cursor: null, page: null }))
  }
  return (
    <search className="no-print">
      <form className="open-search" onSubmit={submit}>
        <label htmlFor="q">{words.search}</label>
        <input
          id="q"
          type="search"
          value={text}
          maxLength={200}
          aria-describedby="q-hint"
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="open-button open-main-button">
          {words.find}
        </button>
        <p id="q-hint" className="open-soft">
          {words.searchHint}
        </p>
      </form>
    </search>
  )
}

function Results({ list, query }: { list: OpenList; query: URLSearchParams }) {
  const { words } = useWords()
  const narrowed = ['q', ...facetNames].some((name) => query.has(name))
  return (
    <div className="open-results">
      <Facets list={list} query={query} />
      <section aria-label={words.results} className="open-list">
        <Total total={list.total} page={query.get('page')} />
        {list.items.length === 0 && <p>{narrowed ? words.none : words.nothingOpen}</p>}
        {list.items.map((hit) => (
          <Hit key={hit.id} hit={hit} />
        ))}
        <Pages next={list.next} page={Number(query.get('page') ?? 1)} />
      </section>
    </div>
  )
}

function Total({ total, page }: { total: number; page: string | null }) {
  const { words, language } = useWords()
  const text = fill(page ? words.totalPage : words.total, { n: writeCount(total, language), page: page ?? 1 })
  // Said aloud when it changes: a live region speaks only of what is put in after it stands.
  const [said, setSaid] = useState('')
  useEffect(() => setSaid(text), [text])
  return (
    <p role="status" className="open-total">
      {said || text}
    </p>
  )
}

function Hit({ hit }: { hit: OpenHit }) {
  const { words, language } = useWords()
  return (
    <article className="open-card open-hit keep-together">
      <h2>
        <a href={`/open/resources/${hit.id}`}>
          <Localised text={hit.name} />
        </a>
      </h2>
      <p className="open-soft">
        <Localised text={hit.department.name} /> · {wordOf(words.levels, hit.department.level)}
      </p>
      <p>
        <Chinese text={hit.abstract} limit={240} />
      </p>
      <ul className="open-facts">
        <li>{hit.rows === null ? words.cutting : fill(words.rows, { n: writeCount(hit.rows, language) })}</li>
        <li>{fill(words.columns, { n: hit.fields })}</li>
        <li>
          {words.cycle} {hit.cycle ? wordOf(words.cycles, hit.cycle) : words.noCycle}
        </li>
        <li>
          {hit.updatedAt && (
            <>
              {words.updated} <InstantText at={hit.updatedAt} />{' '}
            </>
          )}
          <Freshness cycle={hit.cycle} updatedAt={hit.updatedAt} />
        </li>
      </ul>
    </article>
  )
}

function Pages({ next, page }: { next: string | undefined; page: number }) {
  const { words } = useWords()
  const further = Number.isInteger(page) && page > 1
  if (!next && !further) return null
  return (
    <nav aria-label={words.pages} className="open-pages no-print">
      {further && <ViewLink to={hrefWith({ cursor: null, page: null })}>{words.firstPage}</ViewLink>}
      {next && (
        <ViewLink to={hrefWith({ cursor: next, page: String((further ? page : 1) + 1) })}>
          {words.nextPage}
        </ViewLink>
      )}
    </nav>
  )
}
