import { readSettings, startZhishu, untilAskedToStop } from '../server/main.ts'
import { say } from './terminal.ts'

/** `serve`: starts the platform and keeps serving until asked to stop. */
export async function run(): Promise<number> {
  const stop = untilAskedToStop()
  const zhishu = await startZhishu(readSettings())
  say(`Zhishu 治数  ${zhishu.url}`)
  await stop
  await zhishu.close()
  return 0
}
