import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../../api/client.ts'
import type { Line } from '../../api/types.ts'
import {
  chosenOf,
  FilterBar,
  Kbd,
  KeyHelp,
  keptOf,
  SelectedCount,
  ServerTable,
  useCaseFilters,
  useKeys,
} from '../../parts/index.ts'
import { PageHead } from '../../shell/PageHead.tsx'
import { type Act, acts, isWaiting, keyOf } from './acts.ts'
import { useColumns, useExtensionFilter } from './bundle-columns.tsx'
import { DecideDialogue } from './DecideDialogue.tsx'
import { ExtensionDialogue } from './ExtensionDialogue.tsx'
import { type BundleLine, groupLines } from './group.ts'
import { lineQuery, readLines } from './queries.ts'
import './decider.css'

const route = getRouteApi('/console/decide/lines')

/** The lines the office answers, least time left first as the server sorts them; answered one by one or together. */
export function Bundle() {
  const { t } = useTranslation('decider')
  const filters = useCaseFilters()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { extension, order, grouped, submission, state } = search
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const selection = { selected, onSelect: setSelected }
  const desk = useDesk(selected)
  const filter = {
    role: 'provider',
    state: chosenOf(state),
    extension,
    order: order ?? 'timeLeft',
    submission,
  } as const
  return (
    <div className="page">
      <PageHead title={t('bundle.title')} actions={<BundleKeys />}>
        {t('bundle.note')}
      </PageHead>
      <ServerTable<BundleLine>
        caption={t('bundle.title')}
        columns={useColumns(setSelected)}
        queryKey={['share', 'bundle', { ...filter, grouped }]}
        load={async (page) => {
          const found = await readLines(filter, page)
          const items = grouped
            ? groupLines(found.items)
            : found.items.map((line) => ({ ...line, group: [] }))
          return { ...found, items }
        }}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) =>
          navigate({ search: { ...given({ extension, order, grouped, submission, state }), ...place } })
        }
        onOpen={({ id }) => navigate({ to: '/decide/lines/$id', params: { id } })}
        selection={selection}
        empty={t('bundle.empty')}
        exportName="lines"
        filters={
          <FilterBar
            values={{ state: chosenOf(state), extension, order, grouped, submission }}
            onChange={(values) =>
              navigate({ search: given({ ...values, state: keptOf(values.state), size: search.size }) })
            }
            filters={[
              filters.state,
              useExtensionFilter(),
              {
                kind: 'choice',
                name: 'order',
                label: t('bundle.order'),
                none: t('bundle.timeLeft'),
                options: [{ value: 'newest', label: t('bundle.newest') }],
              },
              { kind: 'flag', name: 'grouped', label: t('bundle.grouped') },
            ]}
          />
        }
      />
      {submission && <OneSubmission />}
      <section className="decide-act-bar no-print" aria-label={t('bundle.acts')}>
        <SelectedCount selection={selection} />
        {([...acts, 'extend'] as const).map((act) => (
          <Button
            key={act}
            disabled={selected.size === 0 || (act === 'extend' && selected.size > 1)}
            aria-keyshortcuts={keyOf[act]}
            onClick={() => desk.begin(act)}
          >
            {t(`act.${act}`)} <Kbd>{keyOf[act]}</Kbd>
          </Button>
        ))}
        {desk.note && <span role="status">{desk.note}</span>}
      </section>
      {desk.asked && desk.asked.act !== 'extend' && (
        <DecideDialogue
          act={desk.asked.act}
          lines={desk.asked.lines}
          onClose={() => {
            desk.leave()
            setSelected(new Set())
          }}
        />
      )}
      {desk.asked?.act === 'extend' && desk.asked.lines[0] && (
        <ExtensionDialogue line={desk.asked.lines[0]} onClose={desk.leave} />
      )}
    </div>
  )
}

interface Asked {
  readonly act: Exclude<Act, 'counter'> | 'extend'
  readonly lines: readonly Line[]
}

/** Which act is under way, for the selected lines, or for the row that has the focus. */
function useDesk(selected: ReadonlySet<string>) {
  const { t } = useTranslation('decider')
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked>()
  const [note, setNote] = useState<string>()
  const begin = (act: Act | 'extend') => {
    setNote(undefined)
    const focused = focusedLine()
    const ids = selected.size > 0 ? [...selected] : focused ? [focused] : []
    const lines = ids.flatMap((id) => client.getQueryData(lineQuery(id).queryKey) ?? [])
    if (lines.length === 0) return
    if (act !== 'counter') setAsked({ act, lines })
    else offer(lines.filter(isWaiting))
  }
  const offer = (lines: readonly Line[]) => {
    const [first, ...others] = lines
    if (!first) return setNote(t('outcome.nothing'))
    if (others.some(({ resource }) => resource !== first.resource)) return setNote(t('outcome.differ'))
    const also = others.map(({ id }) => id).join(',')
    void navigate({
      to: '/decide/lines/$id',
      params: { id: first.id },
      search: { act: 'counter', ...(also !== '' && { also }) },
    })
  }
  useKeys(Object.fromEntries([...acts, 'extend' as const].map((act) => [keyOf[act], () => begin(act)])))
  return { asked, note, begin, leave: () => setAsked(undefined) }
}

/** The line whose row has the keyboard. */
function focusedLine(): string | undefined {
  return document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-line]')?.dataset.line
}

function OneSubmission() {
  const { t } = useTranslation('decider')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <p>
      {t('bundle.oneSubmission')}{' '}
      <button
        type="button"
        className="plain-button"
        onClick={() => navigate({ search: given({ ...search, submission: undefined }) })}
      >
        {t('bundle.allSubmissions')}
      </button>
    </p>
  )
}

function BundleKeys() {
  const { t } = useTranslation('decider')
  return (
    <KeyHelp
      rows={[
        [['j', 'k', '↓', '↑'], t('keys.move')],
        [['x'], t('keys.select')],
        [['Enter'], t('keys.open')],
        ...([...acts, 'extend'] as const).map((act) => [[keyOf[act]], t(`act.${act}`)] as const),
        [['?'], t('keys.help')],
      ]}
    />
  )
}
