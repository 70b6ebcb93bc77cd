import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import type { Bilingual } from '../texts/language.ts'
import { DataText, Localised } from './text.tsx'

/** The names of a code table by their codes; a code not listed belongs to the one of `broader` leading characters. */
export interface Words {
  readonly names: ReadonlyMap<string, Bilingual>
  readonly broader: number | null
}

const hourMs = 3_600_000

const codedItemsQuery = (resource: string) =>
  queryOptions({
    queryKey: ['catalog', 'codes', resource],
    queryFn: async () => {
      const path = { params: { path: { id: resource } } }
      return (await told(api.GET('/api/catalog/resources/{id}/codes', path))).items
    },
  })

/** Code tables change with the platform alone: read once, whatever is told of standards meanwhile. */
const wordsQuery = (table: string) =>
  queryOptions({
    queryKey: ['code-table', table],
    staleTime: hourMs,
    queryFn: async (): Promise<Words> => {
      const { values, broader } = await told(
        api.GET('/api/standards/tables/{id}', { params: { path: { id: table } } }),
      )
      return { broader, names: new Map(values.map(({ code, zh, en }) => [code, { zh, en: en ?? '' }])) }
    },
  })

/**
 * The words of a resource's codes, column by column; undefined where a column holds none, where it is masked, and until
 * they have come: the rows never wait for them.
 */
export function useCodeWords(
  resource: string,
  columns: readonly { readonly name: string; readonly mask: string | null }[],
): (column: string) => Words | undefined {
  const clear = new Set(columns.flatMap(({ name, mask }) => (mask === null ? [name] : [])))
  const coded = (useQuery(codedItemsQuery(resource)).data ?? []).filter(({ name }) => clear.has(name))
  const tables = [...new Set(coded.map(({ table }) => table))]
  const found = useQueries({ queries: tables.map(wordsQuery) })
  const words = new Map(coded.map(({ name, table }) => [name, found[tables.indexOf(table)]?.data] as const))
  return (column) => words.get(column)
}

/** A code as it was delivered, its name under it, or the code above it by name; one the table does not know stands alone. */
export function CodeText({
  value,
  words,
  limit,
}: {
  value: string | number | boolean | null | undefined
  words: Words | undefined
  limit?: number
}) {
  const text = <DataText value={value} {...(limit !== undefined && { limit })} />
  if (!words || value === null || value === undefined) return text
  const code = String(value)
  const above = words.names.has(code) ? undefined : code.slice(0, words.broader ?? 0)
  const name = words.names.get(above ?? code)
  if (!name) return text
  return (
    <>
      {text}{' '}
      <span className="under">
        {above !== undefined && `${above} `}
        <Localised text={name} />
      </span>
    </>
  )
}
