import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, told } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import { gateQuery, historyQuery, resourceQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { type Draft, draftOf, isHalfWritten } from './draft.ts'
import { merge } from './merge.ts'

const pauseMs = 900

/** A colleague's change under my hands: the entry I began from, theirs, and who they are. */
export interface Conflict {
  readonly base: Resource
  readonly theirs: Resource
  readonly by: string
}

export interface Editor {
  readonly draft: Draft
  readonly isChanged: boolean
  readonly isSaving: boolean
  /** a row or the name is not whole yet, so that the draft waits with saving itself */
  readonly isHalf: boolean
  /** the last save failed and nothing was changed since: the draft is not sent again as it stands */
  readonly isRefused: boolean
  /** the refusal of the last save, if it was refused */
  readonly error: unknown
  /** set while a colleague's change has not been taken in */
  readonly conflict: Conflict | undefined
  /** puts what was typed upon the colleague's text */
  takeIn(): void
  change(change: Partial<Draft>): void
  /** saves what is unsaved; a refusal is kept in `error` and thrown */
  save(): Promise<void>
  discard(): void
}

/**
 * The entry while it is being written. A draft saves itself after a pause, so that the gate is always that of what
 * stands on the screen; a published entry begins its next revision only when the officer says so. Each save carries the
 * stamp of the entry on which it was typed, so that nothing of a colleague's is overwritten unseen.
 */
export function useEditor(resource: Resource): Editor {
  const client = useQueryClient()
  const { id } = resource
  const [changes, setChanges] = useState<Draft>()
  const [error, setError] = useState<unknown>()
  const [conflict, setConflict] = useState<Conflict>()
  const [isSaving, setSaving] = useState(false)
  /** the entry on which the changes are typed */
  const base = useRef(resource)
  const latest = useRef<Draft>(undefined)
  latest.current = changes
  /** what the server would not take; it is not sent again as it stands */
  const refused = useRef<Draft>(undefined)

  const save = useCallback(async () => {
    const draft = latest.current
    if (!draft) return
    const body = { ...draft, stamp: base.current.stamp }
    setSaving(true)
    setError(undefined)
    try {
      const saved = await told(api.PUT('/api/catalog/resources/{id}', { params: { path: { id } }, body }))
      base.current = saved
      client.setQueryData(resourceQuery(id).queryKey, saved)
      // What was typed meanwhile stays.
      setChanges((now) => (now === draft ? undefined : now))
      await client.invalidateQueries({ queryKey: gateQuery(id).queryKey })
      void client.invalidateQueries({ queryKey: historyQuery(id).queryKey })
      void client.invalidateQueries({ queryKey: ['catalog', 'own-table'] })
    } catch (thrown) {
      refused.current = draft
      const found = await conflictOf(thrown, base.current)
      if (found) client.setQueryData(resourceQuery(id).queryKey, found.theirs)
      setConflict(found)
      setError(found ? undefined : thrown)
      throw thrown
    } finally {
      setSaving(false)
    }
  }, [client, id])

  useEffect(() => {
    if (!changes || conflict || resource.state !== 'draft' || isSaving || changes === refused.current) return
    if (isHalfWritten(changes)) return
    const timer = setTimeout(() => save().catch(() => undefined), pauseMs)
    return () => clearTimeout(timer)
  }, [changes, conflict, resource.state, isSaving, save])

  return {
    draft: changes ?? draftOf(resource),
    isChanged: changes !== undefined,
    isSaving,
    isHalf: changes !== undefined && isHalfWritten(changes),
    isRefused: error !== undefined && changes !== undefined && changes === refused.current,
    error,
    conflict,
    takeIn() {
      if (!conflict || !changes) return
      setChanges(merge(draftOf(conflict.base), changes, draftOf(conflict.theirs)))
      base.current = conflict.theirs
      setConflict(undefined)
    },
    change(change) {
      if (!latest.current) base.current = resource
      setChanges((now) => ({ ...(now ?? draftOf(resource)), ...change }))
    },
    save,
    discard() {
      setChanges(undefined)
      setConflict(undefined)
      setError(undefined)
    },
  }
}

/** What a colleague changed, where that is why the save was refused; the entry is read anew for it. */
async function conflictOf(thrown: unknown, base: Resource): Promise<Conflict | undefined> {
  const { type, by } = problemOf(thrown) as { type: string; by?: unknown }
  if (!type.endsWith('/catalog/changedMeanwhile')) return undefined
  const path = { params: { path: { id: base.id } } }
  const theirs = await told(api.GET('/api/catalog/resources/{id}', path)).catch(() => undefined)
  return theirs && { base, theirs, by: String(by ?? '') }
}
