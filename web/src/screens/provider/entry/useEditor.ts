import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, told } from '../../../api/client.ts'
import { resourceQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { gateQuery, historyQuery } from '../queries.ts'
import { type Draft, draftOf } from './draft.ts'

const pauseMs = 900

export interface Editor {
  readonly draft: Draft
  readonly isChanged: boolean
  readonly isSaving: boolean
  /** the refusal of the last save, if it was refused */
  readonly error: unknown
  change(change: Partial<Draft>): void
  /** saves what is unsaved; a refusal is kept in `error` and thrown */
  save(): Promise<void>
  discard(): void
}

/**
 * The entry while it is being written. A draft saves itself after a pause, so that the gate is always that of what
 * stands on the screen; a published entry begins its next revision only when the officer says so.
 */
export function useEditor(resource: Resource): Editor {
  const client = useQueryClient()
  const { id } = resource
  const [changes, setChanges] = useState<Draft>()
  const [error, setError] = useState<unknown>()
  const [isSaving, setSaving] = useState(false)
  const latest = useRef<Draft>(undefined)
  latest.current = changes
  /** what the server would not take; it is not sent again as it stands */
  const refused = useRef<Draft>(undefined)

  const save = useCallback(async () => {
    const body = latest.current
    if (!body) return
    setSaving(true)
    setError(undefined)
    try {
      const saved = await told(api.PUT('/api/catalog/resources/{id}', { params: { path: { id } }, body }))
      client.setQueryData(resourceQuery(id).queryKey, saved)
      // What was typed meanwhile stays.
      setChanges((now) => (now === body ? undefined : now))
      await client.invalidateQueries({ queryKey: gateQuery(id).queryKey })
      void client.invalidateQueries({ queryKey: historyQuery(id).queryKey })
      void client.invalidateQueries({ queryKey: ['catalog', 'own-table'] })
    } catch (thrown) {
      refused.current = body
      setError(thrown)
      throw thrown
    } finally {
      setSaving(false)
    }
  }, [client, id])

  useEffect(() => {
    if (!changes || resource.state !== 'draft' || isSaving || changes === refused.current) return
    const timer = setTimeout(() => save().catch(() => undefined), pauseMs)
    return () => clearTimeout(timer)
  }, [changes, resource.state, isSaving, save])

  return {
    draft: changes ?? draftOf(resource),
    isChanged: changes !== undefined,
    isSaving,
    error,
    change: (change) => setChanges((now) => ({ ...(now ?? draftOf(resource)), ...change })),
    save,
    discard() {
      setChanges(undefined)
      setError(undefined)
    },
  }
}
