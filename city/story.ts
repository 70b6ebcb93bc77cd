import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '../server/base/db/embedded.ts'
import { endAndProve, verifyReceipts } from './story/end.ts'
import { castOf } from './story/people.ts'
import { collectAll, measure, publish, standardise } from './story/provide.ts'
import type { Scene, Step } from './story/scene.ts'
import { apply, decide } from './story/share.ts'
import { correct, deliver } from './story/use.ts'

export type { Step, StepResult } from './story/scene.ts'

export interface Story {
  readonly steps: Step[]
  /** one verified receipt of the ledger a step, as `#place ✓` */
  receipts(): Promise<string[]>
  close(): Promise<void>
}

/**
 * The main job as a story of nine steps, told through the public HTTP API only. It starts one more private
 * PostgreSQL that plays the provincial tax system; `close` stops it.
 */
export async function storyOf(setting: { url: string; directory: string; firms?: number }): Promise<Story> {
  const directory = join(setting.directory, 'story')
  await mkdir(directory, { recursive: true })
  const taxSystem = await startPostgres({ directory: join(setting.directory, 'tax-system') })
  // The demo lists its own tax system among the hosts that may be pulled from.
  const listed = process.env.ZHISHU_SOURCE_HOSTS
  process.env.ZHISHU_SOURCE_HOSTS = [listed, taxSystem.connection.host].filter(Boolean).join()
  const blank = () => ({ register: '', tenants: '', taxpayers: '' })
  const scene: Scene = {
    url: setting.url,
    directory,
    telling: String(Math.floor(Date.now() / 1000)),
    firms: setting.firms ?? 20_000,
    as: castOf(setting.url),
    resources: blank(),
    lines: blank(),
    agreements: blank(),
    submission: '',
    proofs: [],
    key: '',
  }
  const steps: Step[] = [
    { zh: '汇聚', en: 'collect', run: () => collectAll(scene, taxSystem) },
    { zh: '标准化与检查', en: 'standardise and check', run: () => standardise(scene) },
    { zh: '质量', en: 'quality', run: () => measure(scene) },
    { zh: '编目与发布', en: 'catalogue', run: () => publish(scene) },
    { zh: '申请', en: 'apply', run: () => apply(scene) },
    { zh: '答复', en: 'decide', run: () => decide(scene) },
    { zh: '交付', en: 'deliver', run: () => deliver(scene) },
    { zh: '更正', en: 'correct', run: () => correct(scene) },
    { zh: '终止与核验', en: 'end and prove', run: () => endAndProve(scene) },
  ]
  return { steps, receipts: () => verifyReceipts(scene), close: () => taxSystem.stop() }
}
