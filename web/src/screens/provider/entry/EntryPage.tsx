import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { problemOf } from '../../../api/problem.ts'
import { gateQuery, resourceQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { GatePanel, ProblemNotice } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { OpenChange } from './ChangeNote.tsx'
import { ConflictPanel } from './ConflictPanel.tsx'
import { EntryActs } from './EntryActs.tsx'
import { EntryForm } from './EntryForm.tsx'
import { Faults, type FieldFault } from './Field.tsx'
import { goTo } from './go-to.ts'
import { History } from './History.tsx'
import { type Editor, useEditor } from './useEditor.ts'

const route = getRouteApi('/console/provider/resources/$id/entry')

/** The catalogue entry: written, judged by the gate as it is written, submitted for review. */
export function EntryPage() {
  const { id } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  // Another entry is another editor.
  return <EntryDesk key={id} resource={resource} />
}

function EntryDesk({ resource }: { resource: Resource }) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const org = useMe().org?.id
  const { data: gate } = useSuspenseQuery(gateQuery(resource.id))
  const editor = useEditor(resource)
  const mayWrite = may('catalog.draft') && resource.provider === org
  const isLocked = resource.state === 'inReview' || !mayWrite
  const refusal = editor.error === undefined ? undefined : problemOf(editor.error)
  const faults: readonly FieldFault[] = [...(refusal?.errors ?? []), ...gate.faults]
  return (
    <ResourceFrame
      resource={resource}
      part={t('aspects.entry')}
      actions={<EntryActs resource={resource} editor={editor} mayWrite={mayWrite} passes={gate.passes} />}
    >
      <Faults value={faults}>
        <SaveNote resource={resource} editor={editor} mayWrite={mayWrite} />
        <ProblemNotice error={editor.error} known={faults.map(({ field }) => field)} />
        <ConflictPanel editor={editor} />
        <OpenChange resource={resource.id} />
        <GatePanel gate={gate} act="submit" isStale={editor.isChanged} onField={goTo} />
        <EntryForm draft={editor.draft} resource={resource} disabled={isLocked} onChange={editor.change} />
      </Faults>
      <History id={resource.id} />
    </ResourceFrame>
  )
}

function SaveNote({ resource, editor, mayWrite }: { resource: Resource; editor: Editor; mayWrite: boolean }) {
  const { t } = useTranslation('provider')
  const { state } = resource
  const text = () => {
    if (state === 'inReview') return t('entry.inReview')
    if (!mayWrite) return t('entry.readOnly')
    if (editor.conflict) return t('conflict.waits')
    if (editor.isSaving) return t('entry.saving')
    if (editor.isRefused) return t(refusedNote(editor.error, state === 'draft'))
    if (state === 'draft' && editor.isHalf) return t('entry.half')
    if (state === 'draft') return t(editor.isChanged ? 'entry.unsaved' : 'entry.saved')
    if (editor.isChanged) return t('entry.unsavedRevision')
    return t(state === 'withdrawn' ? 'entry.withdrawnNote' : 'entry.revisionNote')
  }
  return (
    <p className="soft" role="status">
      {text()}
    </p>
  )
}

/** Why nothing is saved and what comes next: a refused text waits for its change, one that did not arrive for a press. */
function refusedNote(error: unknown, isDraft: boolean) {
  const { status } = problemOf(error)
  if (status < 400 || status >= 500) return isDraft ? 'entry.unreached' : 'entry.unreachedRevision'
  return isDraft ? 'entry.refused' : 'entry.refusedRevision'
}
