import { type Static, Type } from 'typebox'
import { PageOf, PageQuery } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import type { DeltaType } from '../../base/lake/index.ts'
import type { Bilingual } from '../../base/problem.ts'

/** One agreed column as the recipient sees it. */
export interface Column {
  readonly name: string
  readonly title: Bilingual
  readonly type: DeltaType
  /** name of the mask applied, null when the values are handed out as they are */
  readonly mask: string | null
}

/** One agreement's rows of one resource version, kept as one version of a Delta table. */
export interface Snapshot {
  readonly plan: string
  /** digest of the agreed fields, masks and row rule */
  readonly shape: string
  readonly resource: string
  /** resource version */
  readonly version: number
  readonly planRevision: number
  /** table path inside the lake */
  readonly table: string
  readonly deltaVersion: number
  readonly rows: number
  readonly sizeBytes: number
  /** field of the look-up, null when the agreement has none */
  readonly keyField: string | null
  readonly columns: readonly Column[]
  readonly committedAt: Date
}

const Texts = Type.Object({ zh: Type.String(), en: Type.String() })

export const AgreementParams = Type.Object({ agreement: Type.String({ pattern: idPattern }) })
export const KeyParams = Type.Object({
  agreement: Type.String({ pattern: idPattern }),
  key: Type.String({ minLength: 1, maxLength: 400 }),
})
export const BatchParams = Type.Object({
  agreement: Type.String({ pattern: idPattern }),
  batch: Type.String({ pattern: idPattern }),
})

const CsvLead = {
  bom: Type.Optional(
    Type.Boolean({
      description:
        'CSV 以 UTF-8 字节顺序标记开头，供 Excel 直接打开 / CSV begins with a UTF-8 byte order mark, for Excel',
    }),
  ),
}

/** Of a batch's file; lengths and ranges count the mark, the digest of the batch does not. */
export const BatchFileQuery = Type.Object(CsvLead)

export const RowsQuery = Type.Object({
  version: Type.Optional(Type.Integer({ minimum: 1 })),
  filter: Type.Optional(
    Type.String({ maxLength: 64_000, description: '条件（JSON），只能用协议约定的字段' }),
  ),
  fields: Type.Optional(Type.String({ maxLength: 8_000, description: '字段名，逗号分隔' })),
  cursor: Type.Optional(Type.String({ maxLength: 1_024 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000 })),
  format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
  ...CsvLead,
})

/** One row, by the agreed names. */
export const Row = Type.Record(Type.String(), Type.Unknown(), {
  description: '协议约定的字段与值 / the agreed fields and their values',
})

/** A page of rows in JSON; `next` is absent on the last. */
export const RowsAnswer = Type.Object({
  agreement: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  rows: Type.Array(Row),
  next: Type.Optional(Type.String()),
})

export const VersionEntry = Type.Object({
  version: Type.Integer(),
  deltaVersion: Type.Integer(),
  rows: Type.Integer(),
  sizeBytes: Type.Integer(),
  committedAt: Type.String(),
})

export const Served = Type.Object({
  agreement: Type.String(),
  resource: Type.String(),
  purpose: Type.String(),
  modes: Type.Array(Type.String()),
  from: Type.String(),
  until: Type.String(),
  keyField: Type.Union([Type.String(), Type.Null()]),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Texts,
      type: Type.String(),
      mask: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  version: VersionEntry,
})
export type Served = Static<typeof Served>

export const BatchOrder = Type.Object({
  format: Type.Union([Type.Literal('csv'), Type.Literal('parquet')]),
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type BatchOrder = Static<typeof BatchOrder>

export const Batch = Type.Object({
  id: Type.String(),
  agreement: Type.String(),
  resource: Type.String(),
  version: Type.Integer(),
  format: Type.Union([Type.Literal('csv'), Type.Literal('parquet')]),
  state: Type.Union([Type.Literal('queued'), Type.Literal('ready'), Type.Literal('failed')]),
  rows: Type.Union([Type.Integer(), Type.Null()]),
  sizeBytes: Type.Union([Type.Integer(), Type.Null()]),
  sha256: Type.Union([Type.String(), Type.Null()]),
  askedAt: Type.String(),
  readyAt: Type.Union([Type.String(), Type.Null()]),
})
export type Batch = Static<typeof Batch>

/** The profile file of the Delta Sharing protocol, as its clients read it. */
export const Profile = Type.Object({
  shareCredentialsVersion: Type.Literal(1),
  endpoint: Type.String(),
  bearerToken: Type.String({ description: '只显示这一次 shown this once' }),
  expirationTime: Type.String(),
})
export type Profile = Static<typeof Profile>

const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

/** Which reads: of one resource, by days in Asia/Shanghai, both included; the last thirty days unless said. */
export const ReadsQuery = Type.Object({
  ...PageQuery,
  resource: Type.String({ pattern: idPattern }),
  agreement: Type.Optional(Type.String({ pattern: idPattern })),
  from: Type.Optional(DayText),
  until: Type.Optional(DayText),
})
export type ReadsQuery = Static<typeof ReadsQuery>

/** What one agreement's reader took on one channel in one day. */
export const ReadCount = Type.Object({
  agreement: Type.String(),
  applicant: Type.String({ description: '单位编号，社会公众为 public / an organisation, or public' }),
  applicantName: Texts,
  purpose: Type.String(),
  state: Type.Union([Type.Literal('inForce'), Type.Literal('suspended'), Type.Literal('ended')]),
  channel: Type.Union([Type.Literal('api'), Type.Literal('file'), Type.Literal('delta')]),
  day: Type.String(),
  requests: Type.Integer({ minimum: 0 }),
  rows: Type.Integer({
    minimum: 0,
    description: '已交付行数；分段下载按字节折算 / in proportion for ranges',
  }),
  sizeBytes: Type.Integer({ minimum: 0 }),
  denials: Type.Integer({ minimum: 0 }),
  lastReadAt: Type.Union([Type.String(), Type.Null()]),
})
export type ReadCount = Static<typeof ReadCount>

export const ReadsPage = PageOf(ReadCount)
export type ReadsPage = Static<typeof ReadsPage>
