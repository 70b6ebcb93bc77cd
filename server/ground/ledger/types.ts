import { type Static, Type } from 'typebox'
import { idPattern } from '../../base/ids.ts'

/** What is put on record: the subject's id, and the facts beside the tree. */
export interface Facts {
  /** id of what it is about; it stands in the tree for ever, so never a personal value */
  readonly subject: string
  readonly [fact: string]: unknown
}

/** One entry as an auditor reads it. */
export const LedgerEntry = Type.Object({
  index: Type.Integer({ minimum: 0, description: '在台账中的位置 place in the ledger' }),
  id: Type.String({ pattern: idPattern }),
  at: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  actor: Type.String({ description: 'person:… client:… system:…' }),
  party: Type.Union([Type.String(), Type.Null()]),
  entry: Type.String({ description: '叶子原文（RFC 8785）the exact leaf' }),
  leaf: Type.String({ description: 'SHA-256(0x00‖entry), base64' }),
  body: Type.Unknown({ description: '内容；已依法删除的为 null / what happened, null once erased' }),
  salt: Type.Union([Type.String(), Type.Null()]),
})
export type LedgerEntry = Static<typeof LedgerEntry>

export const LedgerKeys = Type.Object({
  origin: Type.String(),
  keys: Type.Array(Type.Object({ verifier: Type.String(), since: Type.Integer(), at: Type.String() })),
})
export type LedgerKeys = Static<typeof LedgerKeys>
