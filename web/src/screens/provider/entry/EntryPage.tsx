import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import { resourceQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { Confirm, ProblemNotice } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { gateQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { EntryForm } from './EntryForm.tsx'
import { Faults, type FieldFault } from './Field.tsx'
import { GatePanel } from './GatePanel.tsx'
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
  const mayWrite = may('catalog.draft') && resource.provider === org && resource.state !== 'withdrawn'
  const isLocked = resource.state === 'inReview' || !mayWrite
  const refusal = editor.error === undefined ? undefined : problemOf(editor.error)
  const faults: readonly FieldFault[] = [...(refusal?.errors ?? []), ...gate.faults]
  return (
    <ResourceFrame
      resource={resource}
      part={t('aspects.entry')}
      actions={<Acts resource={resource} editor={editor} mayWrite={mayWrite} passes={gate.passes} />}
    >
      <Faults value={faults}>
        <SaveNote resource={resource} editor={editor} mayWrite={mayWrite} />
        <ProblemNotice error={editor.error} known={faults.map(({ field }) => field)} />
        <GatePanel gate={gate} isStale={editor.isChanged} />
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
    if (editor.isSaving) return t('entry.saving')
    if (state === 'draft') return t(editor.isChanged ? 'entry.unsaved' : 'entry.saved')
    return t(editor.isChanged ? 'entry.unsavedRevision' : 'entry.revisionNote')
  }
  return (
    <p className="soft" role="status">
      {text()}
    </p>
  )
}

interface ActProps {
  readonly resource: Resource
  readonly editor: Editor
  readonly mayWrite: boolean
  readonly passes: boolean
}

function Acts({ resource, editor, mayWrite, passes }: ActProps) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id, state } = resource
  const submit = async () => {
    await editor.save()
    const review = await told(
      api.POST('/api/catalog/resources/{id}/submission', { params: { path: { id } } }),
    )
    await client.invalidateQueries({ queryKey: ['catalog'] })
    await client.invalidateQueries({ queryKey: ['cases'] })
    await navigate({ to: '/cases/$id', params: { id: review.id } })
  }
  return (
    <>
      {mayWrite && editor.isChanged && state !== 'draft' && (
        <>
          <Button
            type="primary"
            loading={editor.isSaving}
            onClick={() => editor.save().catch(() => undefined)}
          >
            {t('entry.beginRevision')}
          </Button>
          <Button onClick={editor.discard}>{t('entry.discard')}</Button>
        </>
      )}
      {mayWrite && may('catalog.submit') && state === 'draft' && (
        <Confirm primary label={t('entry.submit')} act={submit}>
          <p>{t(passes ? 'entry.submitNote' : 'entry.submitFaulty')}</p>
        </Confirm>
      )}
    </>
  )
}
