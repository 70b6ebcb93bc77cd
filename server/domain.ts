import type { Ctx } from './base/ctx.ts'
import type { MigrationSource } from './base/db/migrate.ts'
import type { Routes } from './base/http/index.ts'
import type { JobHandler } from './base/jobs/index.ts'
import type { RefusalTable } from './base/problem.ts'
import type { CaseKind } from './ground/cases/index.ts'

/** What a room hands over to the house; everything but its name is optional. */
export interface Domain {
  /** room and schema name */
  readonly name: string
  /** folder of numbered SQL files, `new URL('./migrations/', import.meta.url)` */
  readonly migrations?: URL
  readonly routes?: Routes
  /** the refusals a caller can act on, for the golden list and the OpenAPI document */
  readonly refusals?: RefusalTable
  /** kinds of matter the case engine runs for this room */
  readonly caseKinds?: readonly CaseKind[]
  readonly jobs?: Record<string, JobHandler>
  /** news of rooms below, by topic */
  readonly subscriptions?: Record<string, JobHandler>
  /** cron expressions (Asia/Shanghai) by job name */
  readonly schedules?: Record<string, string>
  /** runs after migration, before the first request, e.g. a sequencer; returns how to stop it */
  readonly start?: (ctx: Ctx) => Promise<() => Promise<void>>
}

export function migrationSources(domains: readonly Domain[]): MigrationSource[] {
  return domains.flatMap(({ name, migrations }) =>
    migrations ? [{ room: name, directory: migrations }] : [],
  )
}
