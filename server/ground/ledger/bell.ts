const listeners = new Set<() => void>()

/**
 * Tells this process's sequencers that something was recorded. Not NOTIFY: it takes a lock of the whole cluster
 * at every commit and would serialise the very transactions it announces; other nodes' entries come by the poll.
 */
export function poke(): void {
  for (const listener of listeners) listener()
}

/** Listens until the returned function is called. */
export function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
