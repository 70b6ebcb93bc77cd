import { UnknownVersion } from '../errors.ts'
import { ident, literal } from '../sql.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { commitChange } from './commit.ts'
import { verifyFiles } from './digest.ts'
import { type LogState, latestOf, listLog, readActions, readState, takeSnapshot } from './log.ts'
import { engineType } from './schema.ts'
import type { DeltaCommit, DeltaSnapshot, DeltaTable, TableSpot } from './types.ts'

const checkpointEvery = 20

/** Opens the table at a spot, whether it exists yet or not. */
export function openDeltaTable(spot: TableSpot): DeltaTable {
  // The newest state read so far: versions never change, so later ones are read from here on.
  let known: LogState | undefined

  const stateAt = async (version: number): Promise<LogState> => {
    if (known?.version === version) return known
    const state = await readState(spot, version, known)
    if (!known || state.version > known.version) known = state
    return state
  }
  const version = async () => latestOf(await listLog(spot.path))
  const latestState = async () => {
    const latest = await version()
    return latest === null ? null : stateAt(latest)
  }
  const snapshot = async (wanted?: number): Promise<DeltaSnapshot> => {
    const at = wanted ?? (await version())
    if (at === null) throw new UnknownVersion(spot.name, null)
    return takeSnapshot(spot.path, await stateAt(at))
  }

  return {
    path: spot.path,
    exists: async () => (await version()) !== null,
    version,
    snapshot,
    readCommit: (at) => readCommit(spot, at),
    async commit(change) {
      const { version: committed, actions } = await commitChange(spot, change, latestState)
      const isTurn = actions !== null && committed > 0 && committed % checkpointEvery === 0
      if (isTurn) await writeCheckpoint(spot, await stateAt(committed))
      return committed
    },
    async scan(wanted) {
      const found = await snapshot(wanted)
      await verifyFiles(found.files)
      return formatScan(found)
    },
  }
}

/**
 * The files' rows under the version's columns: the empty first branch gives names, order and types, so that
 * columns younger than a file read as null and a table without files has its columns too. The engine drops it.
 */
function formatScan({ columns, files }: DeltaSnapshot): string {
  const shape = columns.map(({ name, type }) => `NULL::${engineType(type)} AS ${ident(name)}`).join(', ')
  const empty = `SELECT ${shape} WHERE false`
  if (files.length === 0) return `(${empty})`
  const paths = files.map(({ path }) => literal(path)).join(', ')
  return `(${empty} UNION ALL BY NAME SELECT * FROM read_parquet([${paths}], union_by_name = true))`
}

async function readCommit(spot: TableSpot, version: number): Promise<DeltaCommit> {
  const { commits } = await listLog(spot.path)
  if (!commits.includes(version)) throw new UnknownVersion(spot.name, commits.length === 0 ? null : version)
  const actions = await readActions(spot.path, version)
  const info = actions.find(({ commitInfo }) => commitInfo)?.commitInfo ?? {}
  return {
    version,
    committedAt: new Date(Number(info.timestamp ?? 0)),
    operation: typeof info.operation === 'string' ? info.operation : null,
    info,
    actions,
  }
}
