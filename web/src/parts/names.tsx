import { useQuery } from '@tanstack/react-query'
import { type ActorName, type Bearer, nameQuery } from '../api/names.ts'
import { elementsQuery, meQuery, orgQuery } from '../api/queries.ts'
import { showControls } from './show-controls.ts'
import { DataText, Localised, useLanguage } from './text.tsx'

type Kind = ActorName['kind']

/**
 * Who it was, by name; the id stands after it with `withId` or where another person bears the same name, and alone until
 * the name has come and where none is known.
 */
export function PersonText({
  id,
  kind,
  withId = false,
}: {
  id: string | null | undefined
  /** told where the id alone could be a person's or a system's */
  kind?: Kind
  withId?: boolean
}) {
  const { data: bearer } = useQuery({ ...nameQuery(id ?? ''), enabled: Boolean(id) })
  const name = bearer && nameOf(bearer, kind)
  if (!id || !name) return <DataText value={id} />
  return (
    <>
      <bdi title={id}>{showControls(name)}</bdi>
      {(withId || bearer.shared) && (
        <>
          {' '}
          <code className="soft">{showControls(id)}</code>
        </>
      )}
    </>
  )
}

/** The name of a person as a string, for what cannot hold a component; the id until it has come. */
export function usePersonName(id: string): string {
  const { data: bearer } = useQuery({ ...nameQuery(id), enabled: id !== '' })
  return (bearer && nameOf(bearer)) || id
}

function nameOf({ named }: Bearer, kind?: Kind): string | undefined {
  return named.find((one) => kind === undefined || one.kind === kind)?.name
}

/** `person:sz.market.officer`, as the ledger has it: the kind and the id. */
export function readActor(actor: string): { readonly kind: string; readonly id: string } {
  const cut = actor.indexOf(':')
  return { kind: actor.slice(0, Math.max(cut, 0)), id: actor.slice(cut + 1) }
}

/** Who acted, as the ledger names them: people and systems by name, the platform's rooms and tokens by id. */
export function ActorText({ actor, withId = false }: { actor: string; withId?: boolean }) {
  const { kind, id } = readActor(actor)
  // Whoever comes with an agreement's own token acts as a client of that id.
  const isNamed = (kind === 'person' || kind === 'client') && !id.startsWith('tok_')
  return isNamed ? <PersonText id={id} kind={kind} withId={withId} /> : <DataText value={id} />
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
