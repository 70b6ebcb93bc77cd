import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { elementsQuery, resourceQuery } from '../../../api/queries.ts'
import { ProblemNotice, useProblemForm } from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { bindingsQuery, deliveriesQuery, planQuery } from '../queries.ts'
import { ColumnTable } from './ColumnTable.tsx'
import { Pages, pageOf, pageSize } from './Pages.tsx'
import { columnRows, pendingOf } from './rows.ts'

const route = getRouteApi('/console/provider/resources/$id/columns')
type Choices = Readonly<Record<string, string>>

/** The columns page by page, each with its decision; what is chosen on one page is kept while others are looked at. */
export function BindingForm({ id, waits }: { id: string; waits: boolean }) {
  const { t } = useTranslation('provider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [choices, setChoices] = useState<Choices>({})
  const { rows, elements, mayBind } = useColumns(id, waits)
  const pending = useMemo(() => pendingOf(rows, choices), [rows, choices])
  const waiting = useMemo(() => new Set(pending.map(({ column }) => column)), [pending])
  const form = useProblemForm()
  const confirm = useConfirm(id, form, () => setChoices({}))
  // Stable, so that a choice in one row draws that row alone.
  const latest = useRef({ pending, confirm })
  latest.current = { pending, confirm }
  const choose = useCallback(
    (column: string, element: string) => setChoices((before) => ({ ...before, [column]: element })),
    [],
  )
  const confirmOne = useCallback((column: string) => {
    const { pending, confirm } = latest.current
    void confirm(pending.filter((one) => one.column === column))
  }, [])

  if (rows.length === 0) return <p className="soft">{t('columns.none')}</p>
  const listed = search.open ? rows.filter(({ column }) => waiting.has(column)) : rows
  const { shown, page, pages } = pageOf(listed, search.page)
  return (
    <>
      {rows.length > pageSize && (
        <label className="no-print">
          <input
            type="checkbox"
            checked={search.open ?? false}
            onChange={({ target }) => navigate({ search: target.checked ? { open: true } : {} })}
          />{' '}
          {t('columns.onlyOpen', { total: pending.length })}
        </label>
      )}
      <ColumnTable
        id={id}
        rows={shown}
        elements={elements}
        choices={choices}
        waiting={waiting}
        isSending={form.sending}
        onChoose={mayBind ? choose : undefined}
        onConfirm={mayBind ? confirmOne : undefined}
      />
      <Pages
        page={page}
        pages={pages}
        count={listed.length}
        onPage={(to) => navigate({ search: (before) => ({ ...before, page: to }), resetScroll: false })}
      />
      <ProblemNotice error={form.error} />
      {mayBind && (
        <div className="answers no-print">
          {pending.length > 0 && (
            <Button type="primary" loading={form.sending} onClick={() => confirm(pending)}>
              {t('columns.confirmAll', { count: pending.length })}
            </Button>
          )}
          <span className="soft" role="status">
            {pending.length === 0 && t('columns.settled')}
          </span>
        </div>
      )}
    </>
  )
}

function useColumns(id: string, waits: boolean) {
  const may = useMay()
  const org = useMe().org?.id
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  // Suggestions come a moment after the data has landed, and nobody announces them.
  const { data: bindings } = useSuspenseQuery({
    ...bindingsQuery(id),
    refetchInterval: waits ? 2_000 : false,
  })
  const { data: elements } = useSuspenseQuery(elementsQuery)
  const columns = useFileColumns(id)
  const rows = useMemo(() => columnRows(resource.items, bindings, columns), [resource, bindings, columns])
  return { rows, elements, mayBind: may('standards.bind') && resource.provider === org }
}

const none: readonly string[] = []

/** The names in the last file that was read. */
function useFileColumns(resource: string): readonly string[] {
  const { data: deliveries } = useSuspenseQuery(deliveriesQuery(resource))
  const landed = deliveries.find(({ state }) => state === 'landed')
  const { data: plan } = useQuery({ ...planQuery(landed?.id ?? ''), enabled: landed !== undefined })
  return plan?.columns ?? none
}

function useConfirm(id: string, form: ReturnType<typeof useProblemForm>, onDone: () => void) {
  const client = useQueryClient()
  return async (bindings: ReturnType<typeof pendingOf>) => {
    const params = { path: { resource: id } }
    const answer = await form.send(() =>
      told(api.POST('/api/standards/bindings/{resource}', { params, body: { bindings } })),
    )
    if (!answer) return
    onDone()
    client.setQueryData(bindingsQuery(id).queryKey, answer.items)
    await client.invalidateQueries({ queryKey: ['catalog'] })
  }
}
