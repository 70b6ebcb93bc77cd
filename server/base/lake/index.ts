export { scrub } from './delta/digest.ts'
export { deltaType, engineType, formatSchema, parseSchema } from './delta/schema.ts'
export { sweepTable } from './delta/sweep.ts'
export type {
  Damage,
  DeltaAction,
  DeltaAdd,
  DeltaChange,
  DeltaColumn,
  DeltaCommit,
  DeltaMetadata,
  DeltaProtocol,
  DeltaRemove,
  DeltaSnapshot,
  DeltaTable,
  DeltaType,
  LiveFile,
  WrittenFile,
} from './delta/types.ts'
export { destroyFiles, type UnusedFile, unusedFiles } from './delta/vacuum.ts'
export { describeColumns, type WriteOrder, type Written, writeFiles } from './delta/write-files.ts'
export {
  DamagedFile,
  DeltaConflict,
  LakeBusy,
  QueryFailed,
  QueryTimeout,
  SchemaMismatch,
  UnknownVersion,
} from './errors.ts'
export { type LakeOptions, openLake } from './lake.ts'
export { ident, literal, type SqlValue } from './sql.ts'
export type { CopyFormat, CopyOutOptions, Lake, QueryOptions, Row, Scratch } from './types.ts'
