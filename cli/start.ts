import { parseArgs } from 'node:util'
import { plantCity } from '../city/plant.ts'
import { type StepResult, storyOf } from '../city/story.ts'
import { fileLog, type Running, readSettings, startZhishu, untilAskedToStop } from '../server/main.ts'
import { officers } from './city.ts'
import { CommandFailed, pad, say, showProblem, table } from './terminal.ts'

/** `npm start`: the platform, the demo city, the main job with visible progress, then it keeps serving. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { once: { type: 'boolean' }, story: { type: 'boolean' } } })
  const begun = performance.now()
  const stop = untilAskedToStop()
  const found = readSettings()
  const settings = { ...found, log: await fileLog(found) }
  const zhishu = await startZhishu(settings)
  say(`Zhishu 治数  ${zhishu.url}   (${seconds(performance.now() - begun)})`)
  const planted = await plantCity(zhishu.house.ctx, settings.directory)
  if (planted) say(`坪山已种下 / the demo city is planted\n\n${officers()}\n`)
  const code = planted || values.once || values.story ? await walk(zhishu, settings.directory, stop) : 0
  if (!planted && !values.once)
    say(
      '演示城市已在；登录名与口令：npx zhishu city people / the city stands; sign-ins: npx zhishu city people',
    )
  if (!values.once && code !== interrupted) {
    say(`\n接口 / API  ${zhishu.url}/api/openapi.json\nCtrl-C 结束 / to stop`)
    await stop
  }
  await zhishu.close()
  if (values.once && code !== interrupted) say(code === 0 ? 'main job: 9/9 steps ok' : 'main job: FAILED')
  return code
}

/** Ended by the person at the terminal, as shells count it. */
const interrupted = 130

async function walk(zhishu: Running, directory: string, stop: Promise<void>): Promise<number> {
  const results: StepResult[] = []
  let proofs: string[] = []
  const { steps, receipts, close } = await storyOf({ url: zhishu.url, directory })
  try {
    for (const step of steps) {
      const begun = performance.now()
      process.stdout.write(`  ${results.length + 1}/9 ${pad(`${step.zh} ${step.en}`, 44)}`)
      const running = step.run()
      running.catch(() => undefined)
      const result = await Promise.race([running, stop])
      if (!result) return interrupted
      results.push(result)
      say(`✓ ${seconds(performance.now() - begun).padStart(7)}  ${result.note}`)
      results[results.length - 1] = {
        ...result,
        tookMs: performance.now() - begun,
        title: `${step.zh} / ${step.en}`,
      }
    }
    proofs = await receipts()
  } catch (error) {
    say('✗')
    showProblem(error instanceof CommandFailed ? error.problem : { title: (error as Error).message }, false)
    if (process.env.ZHISHU_DEBUG) console.error(error)
    return 1
  } finally {
    await close()
  }
  say(
    `\n${table(
      ['', '步骤 / step', '用时', '行数 / rows', '凭据 / receipt'],
      results.map((it, i) => [
        String(i + 1),
        it.title ?? '',
        seconds(it.tookMs ?? 0),
        it.rows === undefined ? '—' : it.rows.toLocaleString('en-US'),
        proofs[i] ?? '—',
      ]),
    )}`,
  )
  return results.length === 9 ? 0 : 1
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
