import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import type { Hit } from '../../../api/types.ts'
import {
  type Column,
  DataText,
  type Filter,
  FilterBar,
  Localised,
  OrgName,
  ServerTable,
  useLanguage,
  useTerms,
} from '../../../parts/index.ts'
import { useMay, useMe } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { type CatalogueFilter, facetsQuery } from '../queries.ts'
import { useBasket } from '../shared/basket.ts'
import { Badge, Modes } from '../shared/parts.tsx'
import { BasketLink } from './BasketLink.tsx'
import { useOrgNames } from './org-names.ts'

const route = getRouteApi('/console/demand/catalogue')
const facetNames = ['department', 'level', 'attribute', 'grade', 'cycle', 'quality'] as const

/** The catalogue by words and facets; what is chosen goes into the one basket over all levels. */
export function Catalogue() {
  const { t } = useTranslation('demander')
  const may = useMay()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [clearings, setClearings] = useState(0)
  const { q, department, level, attribute, grade, cycle, quality } = search
  const filter: CatalogueFilter = { q, department, level, attribute, grade, cycle, quality }
  return (
    <div className="page">
      <PageHead title={t('catalogue.title')} actions={may('share.submit') && <BasketLink />}>
        {t('catalogue.note')}
      </PageHead>
      <Found filter={filter} />
      <ServerTable<Hit>
        caption={t('catalogue.title')}
        columns={useColumns()}
        queryKey={['catalog', 'search', filter]}
        load={(page) =>
          told(api.GET('/api/catalog/search', { params: { query: given({ ...filter, ...page }) } }))
        }
        rowKey={({ id }) => id}
        place={search}
        onPlace={(place) => navigate({ search: { ...given(filter), ...place } })}
        onOpen={({ id }) => navigate({ to: '/demand/catalogue/$id', params: { id } })}
        empty={t('catalogue.none')}
        exportName="catalogue"
        filters={
          <FilterBar
            key={clearings}
            filters={useFilters(filter)}
            values={filter}
            onChange={(values) => {
              // The bar keeps the words it was given: a new one begins empty.
              if (q !== undefined && values.q === undefined) setClearings(clearings + 1)
              void navigate({ search: given({ ...(values as CatalogueFilter), size: search.size }) })
            }}
          />
        }
      />
    </div>
  )
}

function Found({ filter }: { filter: CatalogueFilter }) {
  const { t } = useTranslation('demander')
  const { data } = useQuery(facetsQuery(filter))
  return (
    <p className="soft" role="status">
      {data && t('catalogue.found', { count: data.total })}
    </p>
  )
}

/** Values that lead somewhere, with how many; those of a facet already chosen are counted without it. */
function useFilters(filter: CatalogueFilter): Filter[] {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const chosen = useQuery(facetsQuery(filter)).data?.facets
  const all = useQuery(facetsQuery({ q: filter.q })).data?.facets
  const nameOf = useOrgNames(Object.keys(all?.department ?? {}))
  const choices = facetNames.map((name) => {
    const counts = (filter[name] === undefined ? chosen : all)?.[name] ?? {}
    const known = filter[name] !== undefined && !(filter[name] in counts) ? { [filter[name]]: 0 } : {}
    return {
      kind: 'choice' as const,
      name,
      label: t(`catalogue.${name}`),
      options: Object.entries({ ...counts, ...known }).map(([value, count]) => ({
        value,
        label: `${name === 'department' ? nameOf(value) : term(name, value)} (${count})`,
      })),
    }
  })
  return [{ kind: 'words', name: 'q', label: t('catalogue.search') }, ...choices]
}

function useColumns(): Column<Hit>[] {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const language = useLanguage()
  const may = useMay()
  const columns: Column<Hit>[] = [
    {
      key: 'name',
      title: t('catalogue.name'),
      header: true,
      width: '30%',
      render: ({ id, name, abstract }) => (
        <>
          <Link to="/demand/catalogue/$id" params={{ id }}>
            <Localised text={name} />
          </Link>
          <span className="under">
            <DataText value={abstract} limit={80} />
          </span>
        </>
      ),
      text: ({ name }) => name[language],
    },
    {
      key: 'provider',
      title: t('catalogue.provider'),
      render: ({ provider, level }) => (
        <>
          <OrgName id={provider} />
          <span className="under">{term('level', level)}</span>
        </>
      ),
      text: ({ provider }) => provider,
    },
    {
      key: 'attribute',
      title: t('catalogue.attribute'),
      render: ({ attribute }) => <AttributeBadge attribute={attribute} />,
      text: ({ attribute }) => term('attribute', attribute),
    },
    {
      key: 'grade',
      title: t('catalogue.grade'),
      render: ({ grade }) => grade && term('grade', grade),
      text: ({ grade }) => grade && term('grade', grade),
    },
    {
      key: 'cycle',
      title: t('catalogue.cycle'),
      render: ({ cycle }) => cycle && term('cycle', cycle),
      text: ({ cycle }) => cycle && term('cycle', cycle),
    },
    {
      key: 'modes',
      title: t('catalogue.modes'),
      render: ({ modes }) => <Modes modes={modes} />,
      text: ({ modes }) => modes.join(' '),
    },
    {
      key: 'items',
      title: t('catalogue.items'),
      align: 'end',
      render: ({ items }) => items,
      text: ({ items }) => items,
    },
  ]
  const choose: Column<Hit> = {
    key: 'choose',
    title: t('catalogue.choose'),
    render: (hit) => <Choose resource={hit} />,
  }
  return may('share.submit') ? [...columns, choose] : columns
}

export function AttributeBadge({ attribute }: { attribute: string }) {
  const tone = { unconditional: 'well', conditional: 'soon', withheld: 'late' }[attribute] ?? 'plain'
  return <Badge tone={tone as 'plain'}>{useTerms()('attribute', attribute)}</Badge>
}

/** Into the basket and out of it; or why this one cannot be applied for. */
export function Choose({
  resource,
}: {
  resource: Pick<Hit, 'id' | 'name' | 'provider' | 'attribute' | 'state'>
}) {
  const { t } = useTranslation('demander')
  const language = useLanguage()
  const basket = useBasket()
  const org = useMe().org?.id
  if (resource.provider === org) return <span className="soft">{t('catalogue.own')}</span>
  if (resource.attribute === 'withheld') return <span className="soft">{t('catalogue.closed')}</span>
  if (resource.state !== 'published') return <span className="soft">{t('catalogue.unpublished')}</span>
  const isIn = basket.has(resource.id)
  const act = t(isIn ? 'catalogue.remove' : 'catalogue.add')
  return (
    <span className="demand-acts">
      {isIn && <Badge tone="well">{t('catalogue.inBasket')}</Badge>}
      <button
        type="button"
        className="demand-native-button"
        aria-label={`${act}: ${resource.name[language]}`}
        onClick={() => (isIn ? basket.remove(resource.id) : basket.add(resource.id))}
      >
        {act}
      </button>
    </span>
  )
}
