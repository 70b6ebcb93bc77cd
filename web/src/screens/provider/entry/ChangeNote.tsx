import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import { casesQuery, historyQuery } from '../../../api/queries.ts'
import type { Body, Resource } from '../../../api/types.ts'
import {
  DataText,
  DayText,
  Dialogue,
  Law,
  Localised,
  ProblemNotice,
  StatutoryClock,
  useProblemForm,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { ChoiceField, DayField, TextField } from './controls.tsx'
import { Faults } from './Field.tsx'

type Change = Body<'/api/catalog/resources/{id}/changes', 'post'>

const grounds = ['law', 'adminRegulation', 'stateCouncilDecision', 'duties'] as const
const pointers = ['/changedOn', '/ground', '/what']

const headingId = 'open-change'

const openChanges = (resource: string) =>
  casesQuery({ kind: 'catalog.change', subject: resource, ended: false, limit: 1 })

/** The update that an entry owes, if one is noted and not yet submitted. */
export function useOpenChange(resource: string) {
  return useQuery({ ...openChanges(resource), enabled: useMay()('case.read') }).data?.items[0]
}

/** What obliges the provider to update the entry, on its clock; submitting the changed entry for review settles it. */
export function OpenChange({ resource }: { resource: string }) {
  const { t } = useTranslation('provider')
  const change = useOpenChange(resource)
  if (!change) return null
  const { id, title, clock, facts } = change
  const { ground, what, changedOn } = facts as Partial<Change>
  const known = grounds.find((it) => it === ground)
  return (
    <section className="card" aria-labelledby={headingId}>
      <div className="card-head">
        <h2 id={headingId} tabIndex={-1}>
          <Link to="/cases/$id" params={{ id }}>
            {t('change.title')}
          </Link>
        </h2>
        <span className="soft">
          <Localised text={title} />
        </span>
      </div>
      <StatutoryClock clock={clock} />
      <p>
        {changedOn && <DayText day={changedOn} />} {known && `· ${t(`change.grounds.${known}`)}`}
        <span className="under">
          <DataText value={what} limit={400} />
        </span>
      </p>
      <p className="soft">{t('change.settled')}</p>
    </section>
  )
}

/** Notes that a published entry must change: the term for submitting the update runs from the day of the change. */
export function NoteChange({ resource }: { resource: Resource }) {
  const { t } = useTranslation('provider')
  const may = useMay()
  const org = useMe().org?.id
  const [open, setOpen] = useState(false)
  const { data: history } = useQuery(historyQuery(resource.id))
  const change = useOpenChange(resource.id)
  const [hasNoted, setNoted] = useState(false)
  const isThere = change !== undefined
  useEffect(() => {
    // The button cannot be pressed again: the reader goes on where the clock now stands.
    if (hasNoted && isThere) document.getElementById(headingId)?.focus()
  }, [hasNoted, isThere])
  const noted = () => {
    setOpen(false)
    setNoted(true)
  }
  const isPublished = history?.items.some(({ state }) => state === 'published') ?? false
  if (!isPublished || !may('case.move') || resource.provider !== org) return null
  return (
    <>
      <Button disabled={isThere} onClick={() => setOpen(true)}>
        {t(isThere ? 'change.noted' : 'change.note')}
      </Button>
      {open && <ChangeForm resource={resource.id} onClose={() => setOpen(false)} onNoted={noted} />}
    </>
  )
}

interface FormProps {
  readonly resource: string
  onClose(): void
  onNoted(): void
}

function ChangeForm({ resource, onClose, onNoted }: FormProps) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const form = useProblemForm(pointers)
  const formId = useId()
  const [changedOn, setChangedOn] = useState<string | null>(null)
  const [ground, setGround] = useState<Change['ground'] | null>(null)
  const [what, setWhat] = useState('')
  const isWhole = changedOn !== null && ground !== null && what.trim().length >= 2
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (changedOn === null || ground === null) return
    const path = { params: { path: { id: resource } } }
    const body = { changedOn, ground, what: what.trim() }
    const noted = await form.send(() =>
      told(api.POST('/api/catalog/resources/{id}/changes', { ...path, body })),
    )
    if (!noted) return
    await client.invalidateQueries({ queryKey: ['cases'] })
    onNoted()
  }
  const faults = form.error === undefined ? [] : (problemOf(form.error).errors ?? [])
  return (
    <Dialogue
      open
      title={t('change.note')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" form={formId} disabled={!isWhole} loading={form.sending}>
            {t('change.send')}
          </Button>
        </>
      }
    >
      <p>
        {t('change.runs')} {t('change.settled')}
      </p>
      <Law ids={['catalog.change.submit', 'catalog.change.extension']} />
      <Faults value={faults}>
        <form id={formId} className="entry-grid" onSubmit={send}>
          <DayField
            {...{ label: t('change.changedOn'), pointer: '/changedOn' }}
            value={changedOn}
            onChange={setChangedOn}
          />
          <ChoiceField
            {...{ label: t('change.ground'), pointer: '/ground', none: t('choose') }}
            value={ground}
            options={grounds.map((value) => ({ value, label: t(`change.grounds.${value}`) }))}
            onChange={(it) => setGround(it)}
          />
          <TextField
            {...{ label: t('change.what'), pointer: '/what', rows: 3, maxLength: 2000 }}
            value={what}
            onChange={setWhat}
          />
        </form>
      </Faults>
      <ProblemNotice error={form.error} known={form.known} />
    </Dialogue>
  )
}
