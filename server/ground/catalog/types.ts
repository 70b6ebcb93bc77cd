import Type from 'typebox'
import { PageQuery } from '../../base/http/index.ts'

const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const DayText = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const Text = Type.String({ maxLength: 2000 })
const OrgId = Type.String({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*$', maxLength: 64 })
const Titled = Type.Object({
  zh: Type.String({ minLength: 1, maxLength: 200 }),
  en: Type.String({ maxLength: 200 }),
})
const itemTypePattern =
  '^(string|integer|long|date|timestamp|boolean|double|decimal\\([1-9][0-9]?,[0-9]{1,2}\\))$'

export type ItemType =
  | 'string'
  | 'integer'
  | 'long'
  | 'date'
  | 'timestamp'
  | 'boolean'
  | 'double'
  | `decimal(${number},${number})`

/** 信息项: one column of the resource, its data element and its own grade (general 1–4). */
export const Item = Type.Object({
  name: Type.String({ pattern: '^[A-Za-z_\\u4e00-\\u9fff][A-Za-z0-9_\\u4e00-\\u9fff]{0,62}$' }),
  title: Titled,
  type: Type.Unsafe<ItemType>(Type.String({ pattern: itemTypePattern })),
  element: orNull(Type.String({ maxLength: 64 })),
  key: Type.Optional(Type.Boolean()),
  grade: Type.Enum([1, 2, 3, 4]),
  nullable: Type.Boolean(),
})
export type Item = Type.Static<typeof Item>

export const BasisLevel = Type.Enum([
  'law',
  'adminRegulation',
  'stateCouncilDecision',
  'localRegulation',
  'departmentRule',
  'document',
])

/** An item whose values are codes, and the code table (代码表) in which they have their names. */
export const CodedItem = Type.Object({ name: Type.String(), element: Type.String(), table: Type.String() })
export type CodedItem = Type.Static<typeof CodedItem>

/** 依据: a norm by rank, title and article. */
export const Basis = Type.Object({
  level: BasisLevel,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  article: Type.String({ maxLength: 200 }),
})
export type Basis = Type.Static<typeof Basis>

export const Conditions = Type.Object({
  scope: Type.Optional(Text),
  purpose: Type.Optional(Text),
  other: Type.Optional(Text),
})

/** 共享属性 (政务数据共享条例 第十四条): unconditional, conditional, withheld. */
export const Attribute = Type.Enum(['unconditional', 'conditional', 'withheld'])
export const Mode = Type.Enum(['api', 'file', 'delta'])
export const Cycle = Type.Enum(['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'])
export const Grade = Type.Enum(['general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'])
export type Grade = Type.Static<typeof Grade>
/** 信息资源格式 of the 2017 guide: document, spreadsheet, database, image, stream, self-describing, service. */
export const Format = Type.Enum([
  'document',
  'spreadsheet',
  'database',
  'image',
  'stream',
  'selfDescribing',
  'service',
])

const fields = {
  name: Titled,
  code: Type.String({ maxLength: 64 }),
  abstract: Text,
  provider: OrgId,
  line: orNull(Type.String({ maxLength: 32 })),
  classification: Text,
  format: orNull(Format),
  items: Type.Array(Item, { maxItems: 1000 }),
  attribute: Attribute,
  conditions: Conditions,
  modes: Type.Array(Mode, { maxItems: 3, uniqueItems: true }),
  open: Type.Boolean(),
  openConditions: orNull(Text),
  cycle: orNull(Cycle),
  grade: orNull(Grade),
  basis: Type.Array(Basis, { maxItems: 50 }),
  regionField: orNull(Type.String({ maxLength: 64 })),
  secrecyAssessedOn: orNull(DayText),
  impactAssessedOn: orNull(DayText),
  related: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200 }),
}

/** What an entry says: the sixteen elements of the 2017 guide and the fields of Order 809, article 13. */
export const Entry = Type.Object(fields)
export type Entry = Type.Static<typeof Entry>

/** An entry being written: only name, attribute and items must be there; the gate tells what is missing. */
export const ResourceDraft = Type.Object({
  ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, Type.Optional(type)])),
  name: fields.name,
  attribute: fields.attribute,
  items: fields.items,
})
/** A change of an entry; with the `stamp` that was read, it never overwrites what a colleague wrote meanwhile. */
export const ResourceChange = Type.Object({
  ...ResourceDraft.properties,
  stamp: Type.Optional(Type.String({ pattern: '^[1-9][0-9]*[.][1-9][0-9]*$', maxLength: 24 })),
})
export type ResourceDraft = Partial<Entry> & Pick<Entry, 'name' | 'attribute' | 'items'>

export const ResourceState = Type.Enum(['draft', 'inReview', 'published', 'withdrawn'])

/** A catalogue entry in one of its revisions. */
export const Resource = Type.Object({
  id: Type.String(),
  ...fields,
  state: ResourceState,
  publishedOn: orNull(DayText),
  revision: Type.Integer(),
  stamp: Type.String({ description: '修改时带回，防止互相覆盖 / give it back with a change' }),
})
export type Resource = Type.Static<typeof Resource>

/** One fault of an entry: the field (JSON Pointer), the rule broken and its article. A warning refuses nothing. */
export const GateFault = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  article: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  severity: Type.Enum(['refusal', 'warning']),
})
export type GateFault = Type.Static<typeof GateFault>

const TableAt = Type.Object({ path: Type.String(), version: Type.Integer({ minimum: 0 }) })
export const VersionTables = Type.Object({
  landed: Type.Optional(TableAt),
  checked: Type.Optional(TableAt),
  rejects: Type.Optional(TableAt),
})
export type VersionTables = Type.Static<typeof VersionTables>

export const VersionState = Type.Enum(['landed', 'checked', 'served', 'failed'])
export type VersionState = Type.Static<typeof VersionState>

/** One delivery's worth of a resource on its way: landed → checked → served. */
export const Version = Type.Object({
  resource: Type.String(),
  n: Type.Integer(),
  state: VersionState,
  origin: Type.Enum(['delivery', 'pull', 'correction']),
  delivery: orNull(Type.String()),
  landed: Type.Integer(),
  accepted: orNull(Type.Integer()),
  rejected: orNull(Type.Integer()),
  tables: VersionTables,
  score: orNull(Type.Number()),
  at: Type.String({ format: 'date-time' }),
})
export type Version = Type.Static<typeof Version>

export const RevisionNote = Type.Object({
  n: Type.Integer(),
  state: Type.String(),
  madeBy: Type.String(),
  madeAt: Type.String({ format: 'date-time' }),
  submittedBy: orNull(Type.String()),
  submittedAt: orNull(Type.String({ format: 'date-time' })),
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(Type.String({ format: 'date-time' })),
  returnReason: orNull(Type.String()),
  case: orNull(Type.String()),
  /** fields that differ from the revision before */
  changed: Type.Array(Type.String()),
})
export type RevisionNote = Type.Static<typeof RevisionNote>

/** One revision of an entry by its number: when it was last written, by whom, and where it stands. */
export const RevisionHead = Type.Object({
  n: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  by: Type.String(),
  state: Type.Enum(['draft', 'inReview', 'published', 'superseded', 'withdrawn']),
})
export type RevisionHead = Type.Static<typeof RevisionHead>

/** The entry as it stood at one revision. */
export const Revision = Type.Object({
  ...RevisionHead.properties,
  resource: Type.String(),
  entry: Entry,
  /** fields that differ from the revision before */
  changed: Type.Array(Type.String()),
})
export type Revision = Type.Static<typeof Revision>

const Facet = Type.Record(Type.String(), Type.Integer())
export const Hit = Type.Object({
  id: Type.String(),
  code: Type.String(),
  name: Titled,
  abstract: Type.String(),
  provider: Type.String(),
  level: Type.String(),
  attribute: Attribute,
  grade: orNull(Grade),
  cycle: orNull(Cycle),
  modes: Type.Array(Mode),
  items: Type.Integer(),
  state: ResourceState,
  publishedOn: orNull(DayText),
  /** the newest version served: rows, quality score, since when; null while there is none */
  served: orNull(
    Type.Object({
      n: Type.Integer(),
      rows: Type.Integer(),
      score: orNull(Type.Number()),
      at: Type.String({ format: 'date-time' }),
    }),
  ),
})
export type Hit = Type.Static<typeof Hit>
export const SearchResult = Type.Object({
  items: Type.Array(Hit),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  facets: Type.Object({
    department: Facet,
    level: Facet,
    attribute: Facet,
    grade: Facet,
    cycle: Facet,
    quality: Facet,
  }),
})
export type SearchResult = Type.Static<typeof SearchResult>

export const SearchQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  department: Type.Optional(Type.String({ maxLength: 64 })),
  level: Type.Optional(Type.Enum(['nation', 'province', 'city', 'county', 'town', 'village'])),
  attribute: Type.Optional(Attribute),
  grade: Type.Optional(Grade),
  cycle: Type.Optional(Cycle),
  quality: Type.Optional(
    Type.Enum(['high', 'middle', 'low', 'none'], {
      description:
        '最新可用版本的质量得分：95 分及以上、80 分及以上、不足 80 分、尚无 / score of the newest served version: 95 and more, 80 and more, below, none yet',
    }),
  ),
  ...PageQuery,
})
export type SearchQuery = Type.Static<typeof SearchQuery>
