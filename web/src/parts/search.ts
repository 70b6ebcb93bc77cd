/** Readers of search parameters: what is not as it should be is left out, so that any address opens. */
type Reader<T> = (value: unknown) => T | undefined

export const oneOf =
  <const T extends readonly string[]>(...allowed: T): Reader<T[number]> =>
  (value) =>
    typeof value === 'string' && allowed.includes(value) ? value : undefined

export const words =
  (longest = 200): Reader<string> =>
  (value) => {
    const text = typeof value === 'number' ? String(value) : value
    return typeof text === 'string' && text.trim() !== '' ? text.slice(0, longest) : undefined
  }

export const flag: Reader<boolean> = (value) => (value === true || value === false ? value : undefined)

export const count =
  (least: number, most: number): Reader<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : undefined

type Shape = Record<string, Reader<unknown>>
type Found<S extends Shape> = { [K in keyof S]?: Exclude<ReturnType<S[K]>, undefined> }

/** Place in a list: the server's cursor, the number of the page (for the reader), rows a page. */
export const place = { after: words(1024), page: count(1, 1_000_000), size: count(1, 500) }
export type Place = Found<typeof place>

/** Filters of a list of agreements; see AgreementList. */
export const agreementFilter = {
  role: oneOf('provider', 'applicant'),
  state: oneOf('inForce', 'suspended', 'ended'),
  party: words(64),
  resource: words(64),
}

/** `validateSearch` of a route: `searchOf({ ...place, overdue: flag, kind: words(40) })`. */
export function searchOf<S extends Shape>(shape: S): (raw: Record<string, unknown>) => Found<S> {
  return (raw) => {
    const found = Object.entries(shape).map(([name, read]) => [name, read(raw[name])] as const)
    return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Found<S>
  }
}
