import Type from 'typebox'
import { idPattern } from '../../base/ids.ts'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

export const Mode = Type.Union([Type.Literal('replace'), Type.Literal('append')])
export type Mode = Type.Static<typeof Mode>

/** How a delivery is read, and why so: shown to the provider, kept with the delivery (读取方案). */
export const ReadingPlan = Type.Object({
  encoding: Type.Union([
    Type.Literal('utf-8'),
    Type.Literal('utf-16le'),
    Type.Literal('utf-16be'),
    Type.Literal('gb18030'),
  ]),
  bom: Type.Boolean(),
  delimiter: Type.String(),
  /** names as they stand in the file, blanks around them cut */
  columns: Type.Array(Type.String()),
  /** bytes of header in the text as UTF-8, without byte order mark */
  headerBytes: Count,
  strictQuotes: Type.Boolean(),
  /** columns the catalogue does not know: kept in `landed`, not in `checked` */
  unknownColumns: Type.Array(Type.String()),
  /** what spoke for encoding and delimiter */
  evidence: Type.Array(Text),
  sheet: Type.Optional(Type.String()),
})
export type ReadingPlan = Type.Static<typeof ReadingPlan>

/** Why a delivery failed. */
export const FailureText = Type.Object({
  type: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  facts: Type.Record(Type.String(), Type.Unknown()),
})
export type FailureText = Type.Static<typeof FailureText>

/** One handing-in of data (数据交付), by upload or pull. */
export const Delivery = Type.Object({
  id: Type.String(),
  resource: Type.String(),
  mode: Mode,
  origin: Type.Union([Type.Literal('upload'), Type.Literal('pull')]),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  name: Type.String(),
  state: Type.Union([
    Type.Literal('receiving'),
    Type.Literal('received'),
    Type.Literal('reading'),
    Type.Literal('landed'),
    Type.Literal('failed'),
  ]),
  sizeBytes: orNull(Count),
  sha256: orNull(Type.String()),
  /** bytes of the delivery read so far */
  bytesRead: Count,
  records: Count,
  rejected: Count,
  /** version of the resource it became */
  version: orNull(Count),
  fault: orNull(FailureText),
  begunAt: Type.String({ format: 'date-time' }),
  receivedAt: orNull(Type.String({ format: 'date-time' })),
  endedAt: orNull(Type.String({ format: 'date-time' })),
})
export type Delivery = Type.Static<typeof Delivery>

/** One fault of a row: the shape of every table `rejects`. */
export const RejectRow = Type.Object({
  row: Count,
  field: Type.String(),
  rule: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  original: orNull(Type.String()),
  record: orNull(Type.String()),
})
export type RejectRow = Type.Static<typeof RejectRow>

const Identifier = Type.String({ minLength: 1, maxLength: 63 })

export const SourceQuery = Type.Object({
  schema: Identifier,
  table: Identifier,
  columns: Type.Optional(Type.Array(Identifier, { minItems: 1, maxItems: 1600 })),
})
export type SourceQuery = Type.Static<typeof SourceQuery>

/** A table elsewhere that is pulled from; `host` may be the directory of a unix socket. */
export const SourceInput = Type.Object({
  resource: Type.String({ pattern: idPattern }),
  kind: Type.Literal('postgres'),
  host: Type.String({ minLength: 1, maxLength: 255 }),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  database: Identifier,
  user: Identifier,
  password: Type.String({ maxLength: 1024 }),
  query: SourceQuery,
})
export type SourceInput = Type.Static<typeof SourceInput>

export const Source = Type.Object({
  id: Type.String(),
  resource: Type.String(),
  kind: Type.Literal('postgres'),
  host: Type.String(),
  port: Type.Integer(),
  database: Type.String(),
  user: Type.String(),
  query: SourceQuery,
})
export type Source = Type.Static<typeof Source>
