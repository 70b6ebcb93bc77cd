import { type Static, Type } from 'typebox'
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

export const RowsQuery = Type.Object({
  version: Type.Optional(Type.Integer({ minimum: 1 })),
  filter: Type.Optional(
    Type.String({ maxLength: 64_000, description: '条件（JSON），只能用协议约定的字段' }),
  ),
  fields: Type.Optional(Type.String({ maxLength: 8_000, description: '字段名，逗号分隔' })),
  cursor: Type.Optional(Type.String({ maxLength: 1_024 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000 })),
  format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
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
