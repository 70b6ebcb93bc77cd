import type { Clock } from './clock/index.ts'
import type { KeyProvider } from './crypto/index.ts'
import type { Handle } from './db/index.ts'
import type { Ids } from './ids.ts'
import type { Jobs } from './jobs/index.ts'
import type { Lake } from './lake/index.ts'
import type { Log } from './log.ts'
import type { Rules } from './rules/index.ts'

/**
 * Everything a function of the house may need, passed as the first parameter.
 * Time, chance, statutory days and the database come from here and from nowhere else,
 * so that every test is deterministic.
 */
export interface Ctx {
  readonly db: Handle
  readonly lake: Lake
  readonly clock: Clock
  readonly ids: Ids
  readonly rules: Rules
  readonly keys: KeyProvider
  readonly jobs: Jobs
  readonly actor: Actor
  readonly log: Log
  /**
   * In a transaction alone: has work done on the house's own handle once it is over, committed or rolled back, before
   * its caller goes on. For what must survive a rollback: denials alone.
   */
  readonly afterwards?: (work: (db: Handle) => Promise<unknown>) => void
}

/** Who acts: an official, a department's system, the platform itself, or nobody signed in. */
export interface Actor {
  readonly kind: 'person' | 'client' | 'system' | 'public'
  /** person, client or room name; `public` for nobody */
  readonly id: string
  /** the organisation acted for (单位), null for the platform and the public */
  readonly party: string | null
  /** read by the policy room alone; everybody else asks `permit` */
  readonly roles: readonly string[]
}

/** The platform acting by itself, named by the room whose duty it is. */
export function systemActor(room: string): Actor {
  return { kind: 'system', id: room, party: null, roles: [] }
}

export const publicActor: Actor = { kind: 'public', id: 'public', party: null, roles: [] }

/** The same house seen by another actor. */
export function actAs(ctx: Ctx, actor: Actor): Ctx {
  return { ...ctx, actor }
}
