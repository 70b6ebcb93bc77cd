import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import {
  type Column,
  Confirm,
  DataText,
  DayText,
  OrgName,
  SearchForm,
  ServerTable,
  useCaseWords,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { WordOverId } from '../parts.tsx'
import type { Duty } from '../queries.ts'
import { FieldDialogue } from './FieldForm.tsx'

const route = getRouteApi('/console/admin/duties')

/** The list of duties: which matter, for whom, is handled by whom, on which basis. */
export function Duties() {
  const { t } = useTranslation('admin')
  const may = useMay()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { matter, scope, handler, size } = search
  const filter = { matter, scope, handler }
  const canAssign = may('duties.assign')
  return (
    <div className="page audit">
      <PageHead title={t('duties.title')} actions={canAssign && <AssignDuty />}>
        {t('duties.note')}
      </PageHead>
      <SearchForm
        values={filter}
        onSearch={(values) => navigate({ search: given({ ...values, size }) as typeof search })}
        fields={[
          { name: 'matter', kind: 'words', label: t('duties.matter'), example: 'share.answer' },
          { name: 'scope', kind: 'words', label: t('duties.scope'), example: 'sz.market' },
          { name: 'handler', kind: 'words', label: t('duties.handler'), example: 'sz.market' },
        ]}
      />
      <ServerTable<Duty>
        caption={t('duties.title')}
        columns={useColumns(canAssign)}
        queryKey={['duties', 'table', filter]}
        load={(page) => told(api.GET('/api/duties', { params: { query: given({ ...filter, ...page }) } }))}
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given(filter), ...place } })}
        exportName="duties"
      />
    </div>
  )
}

function useColumns(canEnd: boolean): Column<Duty>[] {
  const { t } = useTranslation('admin')
  const columns: Column<Duty>[] = [
    {
      key: 'matter',
      title: t('duties.matter'),
      header: true,
      render: ({ matter }) => <MatterText matter={matter} />,
      text: ({ matter }) => matter,
    },
    {
      key: 'scope',
      title: t('duties.scope'),
      render: ({ scope }) => <OrgName id={scope} />,
      text: ({ scope }) => scope,
    },
    {
      key: 'handler',
      title: t('duties.handler'),
      render: ({ handler }) => <OrgName id={handler} />,
      text: ({ handler }) => handler,
    },
    {
      key: 'basis',
      title: t('duties.basis'),
      render: ({ basis }) => <BasisText basis={basis} />,
      text: ({ basis }) => basis,
    },
    {
      key: 'since',
      title: t('duties.since'),
      render: ({ since }) => <DayText day={since} />,
      text: ({ since }) => since,
    },
    { key: 'id', title: t('duties.id'), render: ({ id }) => <code>{id}</code>, text: ({ id }) => id },
  ]
  if (!canEnd) return columns
  return [...columns, { key: 'act', title: t('duties.act'), render: (duty) => <EndDuty duty={duty} /> }]
}

/** The matter in words, its id under them; a matter that no kind of case knows stands by its id. */
function MatterText({ matter }: { matter: string }) {
  const word = useCaseWords().kind(matter)
  return <WordOverId word={word === matter ? undefined : word} id={matter} />
}

/** An article of the sharing regulation (Order 809) in words; any other basis as it was written. */
function BasisText({ basis }: { basis: string }) {
  const { t } = useTranslation('admin')
  const article = /^CN-SC-809:art\.(\d+)$/.exec(basis)?.[1]
  return article === undefined ? <DataText value={basis} /> : t('duties.article', { article })
}

function EndDuty({ duty: { id } }: { duty: Duty }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const end = async () => {
    await told(api.DELETE('/api/duties/{id}', { params: { path: { id } } }))
    await client.invalidateQueries({ queryKey: ['duties'] })
  }
  return (
    <Confirm label={t('duties.end')} title={t('duties.endOf', { id })} act={end}>
      <p>{t('duties.endNote')}</p>
    </Confirm>
  )
}

function AssignDuty() {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const at = (name: 'id' | 'matter' | 'scope' | 'handler' | 'basis', hint?: string) => ({
    name,
    pointer: `/${name}`,
    label: t(`duties.${name}`),
    ...(hint && { hint }),
  })
  return (
    <FieldDialogue
      label={t('duties.assign')}
      primary
      fields={[
        at('matter', t('duties.matterHint')),
        at('scope', t('orgs.idHint')),
        at('handler', t('orgs.idHint')),
        at('basis', t('duties.basisHint')),
        {
          name: 'rule',
          pointer: '/rule',
          label: t('duties.rule'),
          hint: t('duties.ruleHint'),
          optional: true,
        },
        at('id', 'share.answer.sz.market'),
      ]}
      send={({ id = '', matter = '', scope = '', handler = '', basis = '', rule }) =>
        told(api.POST('/api/duties', { body: { id, matter, scope, handler, basis, ...(rule && { rule }) } }))
      }
      onSent={() => client.invalidateQueries({ queryKey: ['duties'] })}
    />
  )
}
