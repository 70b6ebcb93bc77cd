import { parseArgs } from 'node:util'
import { people } from '../city/people.ts'
import { plantCity } from '../city/plant.ts'
import { demoPassword } from '../city/settle.ts'
import { fileLog, readSettings, startZhishu } from '../server/main.ts'
import { say, table, usage } from './terminal.ts'

/** `city plant`: the demo city, without starting the server; `city people`: who may sign in. */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [verb],
  } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } })
  if (verb === 'people') {
    say(officers())
    return 0
  }
  if (verb !== 'plant') throw usage('用法 / usage: zhishu city plant | people')
  const settings = readSettings()
  const zhishu = await startZhishu({ ...settings, port: 0, log: await fileLog(settings) })
  const planted = await plantCity(zhishu.house.ctx, settings.directory)
  await zhishu.close()
  say(planted ? '✓ 坪山已种下 / Pingshan is planted' : '坪山已在 / Pingshan stands already')
  say(officers())
  return 0
}

/** The demo officers with their passwords. */
export function officers(): string {
  return table(
    ['登录名 login', '姓名', '身份 role', '口令 password'],
    people.map(({ id, name, title }) => [id, name, `${title.zh} / ${title.en}`, demoPassword(id)]),
  )
}
