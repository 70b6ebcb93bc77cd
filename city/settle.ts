import { sha256Hex } from '../server/base/crypto/index.ts'
import type { Actor, Ctx } from '../server/base/ctx.ts'
import { assignDuty } from '../server/ground/duties/index.ts'
import { grantRole, registerOrg, registerPerson } from '../server/ground/parties/index.ts'
import { matters, orgs, people, providers } from './people.ts'

/** The password of a demo officer; printed at start, good for a demo city and nothing else. */
export function demoPassword(login: string): string {
  return `shuzhi-${sha256Hex(`pingshan ${login}`).slice(0, 12)}`
}

/** Lets organisations, officers and duties of the demo city move in; returns who acts under which name. */
export async function settle(ctx: Ctx): Promise<Map<string, Actor>> {
  for (const { id, zh, en, level, division, parent, kind, line } of orgs) {
    await registerOrg(ctx, {
      id,
      name: { zh, en },
      level,
      division,
      parent,
      kind,
      line: line ?? null,
      since: '2020-01-01',
    })
  }
  const actors = new Map<string, Actor>()
  for (const { id, org, name, title, role } of people) {
    await registerPerson(ctx, { id, org, name, title, login: id, password: demoPassword(id) })
    await grantRole(ctx, { person: id, role })
    actors.set(id, { kind: 'person', id, party: org, roles: [role] })
  }
  for (const handler of providers) {
    for (const matter of matters) {
      await assignDuty(ctx, {
        id: `${matter}.${handler}`,
        matter,
        scope: handler,
        handler,
        basis: 'CN-SC-809:art.11',
        rule: 'quality.system',
      })
    }
  }
  return actors
}
