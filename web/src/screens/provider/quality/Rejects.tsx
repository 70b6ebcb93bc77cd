import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import { resourceQuery } from '../../../api/queries.ts'
import type { Verdict } from '../../../api/types.ts'
import {
  type Column,
  CountText,
  DataText,
  FilterBar,
  Localised,
  ServerTable,
  showControls,
  useLanguage,
} from '../../../parts/index.ts'
import { type Fault, verdictQuery } from '../queries.ts'
import { ResourceFrame } from '../ResourceFrame.tsx'
import { VersionNav } from './VersionNav.tsx'

const route = getRouteApi('/console/provider/resources/$id/versions/$n/rejects')

/** The faulty rows of a version, as they came: row, item, rule, original text, reason. */
export function Rejects() {
  const { t } = useTranslation('provider')
  const language = useLanguage()
  const { id, n } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { field, rule, severity } = search
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const { data: verdict } = useQuery({ ...verdictQuery(id, n), retry: false })
  const rules = useMemo(() => rulesOf(verdict, severity), [verdict, severity])
  const isWarned = severity === 'warn'
  const asked = isWarned && rule ? rules.get(rule)?.[language] : undefined
  const title = asked ?? t(isWarned ? 'rejects.warned' : 'rejects.title')
  return (
    <ResourceFrame resource={resource} part={t('version.n', { n: Number(n) })}>
      <VersionNav id={id} n={n} />
      <ServerTable<Fault>
        caption={title}
        columns={useColumns()}
        queryKey={['quality', 'faults', id, n, field, rule, severity]}
        load={(page) =>
          told(
            api.GET('/api/quality/{resource}/{n}/faults', {
              params: { path: { resource: id, n }, query: given({ field, rule, severity, ...page }) },
            }),
          )
        }
        rowKey={(fault) => `${fault.row} ${fault.field} ${fault.rule}`}
        place={search}
        onPlace={(place) => navigate({ search: { ...given({ field, rule, severity }), ...place } })}
        empty={t(isWarned ? 'rejects.noneWarned' : 'rejects.none')}
        files={[
          {
            href: `/api/collect/versions/${encodeURIComponent(id)}/${encodeURIComponent(n)}/rejects.csv`,
            label: t('rejects.csv'),
          },
        ]}
        filters={
          <FilterBar
            values={{ severity, field, rule }}
            onChange={(values) => {
              // Errors and warnings have rules of their own.
              const kept = values.severity === severity ? values : { ...values, rule: undefined }
              void navigate({ search: given({ ...kept, size: search.size }) as typeof search })
            }}
            filters={[
              {
                kind: 'choice',
                name: 'severity',
                label: t('rejects.severity'),
                none: t('rejects.errors'),
                options: [{ value: 'warn', label: t('rejects.warnings') }],
              },
              {
                kind: 'choice',
                name: 'field',
                label: t('entry.item'),
                options: fieldsOf(resource.items, field).map(({ name, title }) => ({
                  value: name,
                  label: showControls(title[language] || title.zh),
                })),
              },
              {
                kind: 'choice',
                name: 'rule',
                label: t('rejects.rule'),
                options: [...rules.values()].map((fault) => ({ value: fault.rule, label: fault[language] })),
              },
            ]}
          />
        }
      />
    </ResourceFrame>
  )
}

/** The rules by which rows of this severity were found, in words. */
function rulesOf(verdict: Verdict | undefined, severity: 'warn' | undefined): Map<string, Rule> {
  if (!verdict) return new Map()
  const { items, relations, indicators } = verdict
  const isWarned = severity === 'warn'
  const causes = indicators.flatMap(({ errors, warnings }) => (isWarned ? warnings : errors) ?? [])
  const gaps = items.flatMap((item) => (item.gaps?.severity === 'warn' ? [item.gaps] : []))
  const found = isWarned
    ? [...items.flatMap(({ warnings }) => warnings), ...relations, ...gaps]
    : items.flatMap(({ faults }) => faults)
  const named = [...causes, ...found].flatMap(({ rule, zh, en }) => (rule === null ? [] : [{ rule, zh, en }]))
  return new Map(named.map((one) => [one.rule, one]))
}

interface Named {
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
}

/** The items, and what a link names: several, where a fault stands between them. */
function fieldsOf(items: readonly Named[], field: string | undefined): readonly Named[] {
  if (field === undefined || items.some(({ name }) => name === field)) return items
  const titleOf = (name: string) => items.find((item) => item.name === name)?.title ?? { zh: name, en: name }
  const titles = field.split(',').map(titleOf)
  const [zh, en] = [titles.map(({ zh }) => zh).join(' + '), titles.map(({ en, zh }) => en || zh).join(' + ')]
  return [...items, { name: field, title: { zh, en } }]
}

interface Rule {
  readonly rule: string
  readonly zh: string
  readonly en: string
}

function useColumns(): Column<Fault>[] {
  const { t } = useTranslation('provider')
  return [
    {
      key: 'row',
      title: t('rejects.row'),
      header: true,
      render: ({ row }) => <CountText count={row} />,
    },
    {
      key: 'field',
      title: t('entry.item'),
      render: ({ field }) => (
        <code>
          <DataText value={field} />
        </code>
      ),
    },
    {
      key: 'original',
      title: t('rejects.original'),
      render: ({ original }) => <DataText value={original} limit={120} />,
    },
    {
      key: 'reason',
      title: t('rejects.reason'),
      render: (fault) => (
        <>
          <Localised text={fault} />
          <span className="under">
            <code>{fault.rule}</code>
          </span>
        </>
      ),
    },
    { key: 'record', title: t('rejects.record'), render: ({ record }) => <RecordText record={record} /> },
  ]
}

/** The whole row as it was handed in, on demand. */
function RecordText({ record }: { record: string | null }) {
  const { t } = useTranslation('provider')
  // Of a page of rows few are opened: the others need not be read.
  const [isOpen, setOpen] = useState(false)
  if (record === null) return <span className="absent">—</span>
  if (!record.startsWith('{')) return <DataText value={record} limit={80} />
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('rejects.whole')}</summary>
      {isOpen && <RecordCells record={record} />}
    </details>
  )
}

function RecordCells({ record }: { record: string }) {
  const cells = readRecord(record)
  if (!cells) return <DataText value={record} limit={80} />
  return (
    <dl className="facts facts-narrow">
      {cells.map(([name, value]) => (
        <div key={name}>
          <dt>
            <DataText value={name} />
          </dt>
          <dd>
            <DataText value={value} limit={120} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A row kept as a JSON object; a torn one is kept as it stood. */
function readRecord(record: string): [string, string | null][] | undefined {
  try {
    const cells = JSON.parse(record) as Record<string, unknown>
    return Object.entries(cells).map(([name, value]) => [name, value === null ? null : String(value)])
  } catch {
    return undefined
  }
}
