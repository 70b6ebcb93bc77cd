import { readFileSync } from 'node:fs'
import type { Bilingual } from '../../base/problem.ts'
import type { Family } from './types.ts'

/** What a role allows; `holder` tells who may hold it: people, departments' systems, or access tokens. */
export interface Role extends Bilingual {
  readonly family: Family
  readonly holder: 'person' | 'client' | 'token'
  readonly actions: readonly string[]
}

/** The roles of the house by name, as `rules/roles.json` has them. */
export const roles: ReadonlyMap<string, Role> = readRoles()

export const familyNames: Record<Family, Bilingual> = {
  manage: { zh: '管理', en: 'manage' },
  operate: { zh: '运行', en: 'operate' },
  audit: { zh: '审计', en: 'audit' },
}

/** The roles that every holder of this kind has without a grant. */
export function rolesHeldBy(holder: Role['holder']): string[] {
  return [...roles].filter(([, role]) => role.holder === holder).map(([name]) => name)
}

/** Everything that somebody with these roles may do, in alphabetical order. */
export function actionsOf(held: readonly string[]): string[] {
  return [...new Set(held.flatMap((name) => roles.get(name)?.actions ?? []))].sort()
}

function readRoles(): Map<string, Role> {
  const text = readFileSync(new URL('../../../rules/roles.json', import.meta.url), 'utf8')
  const written = JSON.parse(text) as Record<string, Omit<Role, 'holder'> & Partial<Pick<Role, 'holder'>>>
  return new Map(Object.entries(written).map(([name, role]) => [name, { holder: 'person', ...role }]))
}
