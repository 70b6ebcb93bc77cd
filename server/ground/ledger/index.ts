import type { Domain } from '../../domain.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'
import { startSequencer } from './sequencer.ts'

export { exportBundle } from './bundle.ts'
export { eraseBody, findEntry, listEntries } from './entry.ts'
export { checkHead } from './head.ts'
export { integrate } from './integrate.ts'
export { listKeys } from './publish.ts'
export { consistencyProof, lastCheckpoint, receipt } from './receipt.ts'
export { record, recordMany, recordSoon } from './record.ts'
export { startSequencer } from './sequencer.ts'
export { type EntrySum, sumEntries, type Tally } from './tally.ts'
export { type Facts, LedgerEntry, LedgerKeys } from './types.ts'
export { type Fault, type Verdict, verifyBundle, verifyReceipt } from './verify.ts'

export const domain: Domain = {
  name: 'ledger',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  start: startSequencer,
}
