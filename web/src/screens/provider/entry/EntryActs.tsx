import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { resourceQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { Confirm } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { NoteChange, useOpenChange } from './ChangeNote.tsx'
import { useFieldName } from './field-names.ts'
import type { Editor } from './useEditor.ts'

interface Props {
  readonly resource: Resource
  readonly editor: Editor
  readonly mayWrite: boolean
  readonly passes: boolean
}

/** What can be done with the whole entry: begin a revision, submit it, withdraw what is published. */
export function EntryActs({ resource, editor, mayWrite, passes }: Props) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const org = useMe().org?.id
  const { provider, state, publishedOn } = resource
  const maySubmit = may('catalog.submit') && provider === org
  return (
    <>
      {mayWrite && editor.isChanged && !editor.conflict && state !== 'draft' && (
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
      {mayWrite && editor.isRefused && !editor.conflict && state === 'draft' && (
        <Button loading={editor.isSaving} onClick={() => editor.save().catch(() => undefined)}>
          {t('entry.saveAgain')}
        </Button>
      )}
      {maySubmit && !editor.conflict && state === 'draft' && (
        <Submit resource={resource} editor={editor} passes={passes} />
      )}
      <NoteChange resource={resource} />
      {maySubmit && publishedOn !== null && state !== 'inReview' && <Withdraw id={resource.id} />}
    </>
  )
}

function Submit({ resource: { id }, editor, passes }: Omit<Props, 'mayWrite'>) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const navigate = useNavigate()
  const change = useOpenChange(id)
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
    <Confirm primary label={t('entry.submit')} nameOf={useFieldName()} act={submit}>
      <p>
        {t(passes ? 'entry.submitNote' : 'entry.submitFaulty')} {change && t('change.settled')}
      </p>
    </Confirm>
  )
}

/** Takes the published entry out of the catalogue; the server refuses while an agreement on it is alive. */
function Withdraw({ id }: { id: string }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const withdraw = async (reason: string) => {
    const path = { params: { path: { id } } }
    const left = await told(api.POST('/api/catalog/resources/{id}/withdrawal', { ...path, body: { reason } }))
    client.setQueryData(resourceQuery(id).queryKey, left)
    await client.invalidateQueries({ queryKey: ['catalog'] })
  }
  return (
    <Confirm danger reason label={t('entry.withdraw')} act={withdraw}>
      <p>{t('entry.withdrawNote')}</p>
    </Confirm>
  )
}
