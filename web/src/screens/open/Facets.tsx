import { hrefWith } from '../../open/address.ts'
import { Localised, ViewLink, writeCount } from '../../open/text.tsx'
import { fill, useWords, wordOf } from '../../open/words.ts'
import type { Bilingual } from '../../texts/language.ts'
import type { OpenList } from './types.ts'

export const facetNames = ['department', 'level', 'cycle'] as const
type FacetName = (typeof facetNames)[number]

/** How many there are of each kind; a choice narrows the list, choosing it again widens it. */
export function Facets({ list, query }: { list: OpenList; query: URLSearchParams }) {
  const { words } = useWords()
  const clear = Object.fromEntries(['q', 'cursor', 'page', ...facetNames].map((name) => [name, null]))
  return (
    <nav aria-label={words.narrow} className="open-facets no-print">
      {facetNames.map((name) => (
        <Facet key={name} name={name} list={list} chosen={query.get(name)} />
      ))}
      {['q', ...facetNames].some((name) => query.has(name)) && (
        <ViewLink to={hrefWith(clear)}>{words.clear}</ViewLink>
      )}
    </nav>
  )
}

function Facet({ name, list, chosen }: { name: FacetName; list: OpenList; chosen: string | null }) {
  const { words, language } = useWords()
  const counts = Object.entries(list.facets[name]).sort(([, a], [, b]) => b - a)
  const told = useFacetWords(list)
  const shown: [string, number][] =
    chosen && !counts.some(([value]) => value === chosen) ? [[chosen, 0], ...counts] : counts
  if (shown.length === 0) return null
  return (
    <div className="open-facet">
      <h2 id={`facet-${name}`}>{words.facets[name]}</h2>
      <ul aria-labelledby={`facet-${name}`}>
        {shown.map(([value, n]) => (
          <li key={value}>
            <ViewLink
              to={hrefWith({ [name]: value === chosen ? null : value, cursor: null, page: null })}
              current={value === chosen}
              {...(value === chosen && {
                'aria-label': fill(words.unfacet, { name: told(name, value)[language] }),
              })}
            >
              {value === chosen && <span aria-hidden="true">✕ </span>}
              <Localised text={told(name, value)} />
              <span className="open-soft"> {writeCount(n, language)}</span>
            </ViewLink>
          </li>
        ))}
      </ul>
    </div>
  )
}

function useFacetWords({ departments }: OpenList): (name: FacetName, value: string) => Bilingual {
  const { words } = useWords()
  return (name, value) => {
    if (name === 'department')
      return departments.find(({ id }) => id === value)?.name ?? same(words.unlistedDepartment)
    return same(wordOf(name === 'level' ? words.levels : words.cycles, value))
  }
}

const same = (text: string): Bilingual => ({ zh: text, en: text })
