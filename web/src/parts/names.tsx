import { useQuery } from '@tanstack/react-query'
import { elementsQuery, meQuery, orgQuery } from '../api/queries.ts'
import { showControls } from './show-controls.ts'
import { DataText, Localised, useLanguage } from './text.tsx'

/**
 * Who it was. The reader is named; anybody else is told by login, for the house tells names of people to
 * nobody but their administrators.
 */
export function PersonText({ id }: { id: string | null | undefined }) {
  const { data: me } = useQuery(meQuery)
  if (!id || me?.id !== id) return <DataText value={id} />
  return <bdi title={id}>{showControls(me.name)}</bdi>
}

/** The name of a data element with its id; the id alone for whoever may not read the elements. */
export function ElementName({ id }: { id: string }) {
  const { data: me } = useQuery(meQuery)
  const mayRead = me?.permissions.includes('standards.read') ?? false
  const { data: elements } = useQuery({ ...elementsQuery, enabled: mayRead })
  const found = elements?.find((element) => element.id === id)
  if (!found) return <code>{id}</code>
  return (
    <>
      <Localised text={found.name} /> <code className="soft">{id}</code>
    </>
  )
}

/** The name of an organisation as a string, for what cannot hold a component; its id until it has come. */
export function useOrgName(id: string): string {
  const language = useLanguage()
  const { data: org } = useQuery({ ...orgQuery(id), enabled: id !== '' })
  return org?.name[language] || org?.name.zh || id
}
