import { useSyncExternalStore } from 'react'

/** The query of the address: filters, place and choices live there, so that a link reproduces the view. */
export function useQuery(): URLSearchParams {
  return new URLSearchParams(useSyncExternalStore(subscribe, () => location.search))
}

/** The address with some of its query changed; `null` takes a name out. */
export function hrefWith(changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return `${location.pathname}${text && `?${text}`}`
}

const moved = new EventTarget()

/** Goes to another view of the same page; Back leads here again. */
export function goTo(href: string): void {
  history.pushState(null, '', href)
  moved.dispatchEvent(new Event('moved'))
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  moved.addEventListener('moved', listener)
  return () => {
    removeEventListener('popstate', listener)
    moved.removeEventListener('moved', listener)
  }
}
