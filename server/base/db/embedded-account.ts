import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The operating-system account PostgreSQL runs under when it may not be our own. */
export interface Account {
  uid: number
  gid: number
}

/** `nobody` on Linux: exists without being created, owns nothing else of ours. */
const NOBODY: Account = { uid: 65534, gid: 65534 }

/** The account to run PostgreSQL under: `nobody` for root (PostgreSQL refuses root), otherwise undefined, our own. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (process.platform !== 'linux') {
    throw new Error('请勿以 root 身份运行治数。 / Run Zhishu as an ordinary user: PostgreSQL refuses root.')
  }
  return NOBODY
}

/**
 * Whether `account` can read `path` and walk to it. Decided by owner, group and mode alone, so that
 * an access list may make us copy once more than needed, never once less.
 */
export function isReachable(account: Account | undefined, path: string): boolean {
  if (account === undefined) return true
  if (!isGranted(account, path, 4)) return false
  return canWalkTo(account, path)
}

/** Whether `account` may pass through every directory above `path`. */
export function canWalkTo(account: Account | undefined, path: string): boolean {
  if (account === undefined) return true
  for (let at = dirname(path); ; at = dirname(at)) {
    if (!isGranted(account, at, 1)) return false
    if (at === dirname(at)) return true
  }
}

function isGranted({ uid, gid }: Account, path: string, bits: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return false
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0
  return ((found.mode >> shift) & bits) === bits
}
