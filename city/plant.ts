import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Ctx, systemActor } from '../server/base/ctx.ts'
import { once } from '../server/base/jobs/index.ts'
import { orgs, people } from './people.ts'
import { demoPassword, settle } from './settle.ts'

/** Plants the demo city Pingshan (深圳市坪山区) once: organisations of five levels, officers, duties. */
export async function plantCity(house: Ctx, directory: string): Promise<boolean> {
  const ctx = { ...house, actor: systemActor('city') }
  let planted = false
  await once(ctx, 'city', 'planted', async (ctx) => {
    await settle(ctx)
    planted = true
  })
  await writeFile(join(directory, 'demo.json'), JSON.stringify({ officers: demoOfficers() }))
  return planted
}

/** Who may sign in with one click; the file's presence is what makes a city a demo. */
function demoOfficers() {
  return people.map(({ id, org, name, title }) => {
    const { zh, en } = orgs.find((it) => it.id === org) ?? { zh: org, en: org }
    return { login: id, password: demoPassword(id), name, org: { zh, en }, title }
  })
}
