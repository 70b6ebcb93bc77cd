import { type Static, Type } from 'typebox'
import { PageQuery } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { FilterSchema } from '../../ground/policy/index.ts'

const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const Id = Type.String({ pattern: idPattern })
const Texts = Type.Object({ zh: Type.String(), en: Type.String() })
const Instant = Type.String({ format: 'date-time' })
const Fields = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
  minItems: 1,
  maxItems: 500,
  uniqueItems: true,
})

/** What a provider opens: items by name, and which rows where not all. */
export const OpeningInput = Type.Object({
  fields: Fields,
  rows: Type.Optional(orNull(FilterSchema)),
})
export type OpeningInput = Static<typeof OpeningInput>

export const ClosingInput = Type.Object({ reason: Type.String({ minLength: 2, maxLength: 2000 }) })

/** One act of opening, from its beginning to its end. */
export const Opening = Type.Object({
  id: Id,
  resource: Id,
  provider: Type.String(),
  fields: Type.Array(Type.String()),
  rows: orNull(FilterSchema),
  openedAt: Instant,
  /** the version the public reads now; null until the rows are cut */
  version: orNull(Type.Integer()),
  closedAt: orNull(Instant),
  closeReason: orNull(Type.String()),
})
export type Opening = Static<typeof Opening>

export const ById = Type.Object({ id: Id })

export const Cycle = Type.Enum(['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'])
export type Cycle = Static<typeof Cycle>

export const ListQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  department: Type.Optional(Type.String({ maxLength: 64 })),
  level: Type.Optional(Type.Enum(['nation', 'province', 'city', 'county', 'town', 'village'])),
  cycle: Type.Optional(Cycle),
  resource: Type.Optional(
    Type.String({ pattern: idPattern, description: '只看此资源是否开放 / this one alone, if it is open' }),
  ),
  ...PageQuery,
})
export type ListQuery = Static<typeof ListQuery>

export const RowsQuery = Type.Object({
  filter: Type.Optional(Type.String({ maxLength: 16_000, description: '条件（JSON），只能用已开放的字段' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export type RowsQuery = Static<typeof RowsQuery>

export const CatalogQuery = Type.Object({ cursor: PageQuery.cursor })

const Department = Type.Object({ id: Type.String(), name: Texts, level: Type.String() })

/** An open resource in the public list. */
export const OpenHit = Type.Object({
  id: Id,
  code: Type.String(),
  name: Texts,
  abstract: Type.String(),
  department: Department,
  cycle: orNull(Type.String()),
  fields: Type.Integer(),
  rows: orNull(Type.Integer()),
  version: orNull(Type.Integer()),
  openedOn: Type.String(),
  updatedAt: orNull(Instant),
})
export type OpenHit = Static<typeof OpenHit>

const Facet = Type.Record(Type.String(), Type.Integer())

export const OpenList = Type.Object({
  items: Type.Array(OpenHit),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  facets: Type.Object({ department: Facet, level: Facet, cycle: Facet }),
  /** the names of the departments counted */
  departments: Type.Array(Department),
})
export type OpenList = Static<typeof OpenList>

/** The first rows of an open resource, and the ledger's receipt of this read. */
export const OpenRows = Type.Object({
  resource: Id,
  version: Type.Integer(),
  /** cells by column; numbers that a double cannot hold, and days, are text */
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  receipt: Type.String(),
})
export type OpenRows = Static<typeof OpenRows>

/** One open resource: what the entry says, the opened columns, versions, terms of use and how to cite. */
export const OpenPage = Type.Object({
  ...OpenHit.properties,
  classification: Type.String(),
  /** 主管部门 of the provider's level, to whom faults may be reported; null where none is registered */
  competent: orNull(Department),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Texts,
      type: Type.String(),
      element: orNull(Type.String()),
      /** the data element in the words of the registry; null where the column has none or the registry knows it no more */
      elementName: orNull(Texts),
      key: Type.Boolean(),
    }),
  ),
  versions: Type.Array(Type.Object({ version: Type.Integer(), rows: Type.Integer(), at: Instant })),
  /** 开放条件, as reviewed with the entry */
  licence: Texts,
  citation: Texts,
  links: Type.Object({ rows: Type.String(), file: Type.String(), catalog: Type.String() }),
})
export type OpenPage = Static<typeof OpenPage>

/** A page of the open catalogue as JSON-LD; what its terms mean stands in its own context. */
export const DcatCatalog = Type.Object(
  {
    '@context': Type.Record(Type.String(), Type.Unknown()),
    '@id': Type.String(),
    '@type': Type.Literal('Catalog'),
    dataset: Type.Array(
      Type.Object({ '@id': Type.String(), '@type': Type.Literal('Dataset') }, { additionalProperties: true }),
    ),
  },
  { additionalProperties: true },
)
