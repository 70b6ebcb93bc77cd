import { parseArgs } from 'node:util'
import { clientOptions, keepSession, openClient, signIn } from './client.ts'
import { say, usage } from './terminal.ts'

/** `login LOGIN`: keeps a session for the commands that follow (0600, eight hours at most). */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [login],
    values,
  } = parseArgs({ args, allowPositionals: true, options: clientOptions })
  if (!login) throw usage('用法 / usage: zhishu login LOGIN --password …')
  const { url } = await openClient({ url: values.url })
  const token = await signIn(url, login, values.password ?? process.env.ZHISHU_PASSWORD)
  say(`✓ ${login} → ${await keepSession({ url, token })}`)
  return 0
}
