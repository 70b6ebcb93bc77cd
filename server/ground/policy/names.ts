import type { Ctx } from '../../base/ctx.ts'
import type { Bilingual, Facts } from '../../base/problem.ts'
import { findOrg } from '../parties/index.ts'
import type { AccessPlan, Mode } from './types.ts'

/** How a resource is called; undefined when there is none of that id. */
export type ResourceNaming = (ctx: Ctx, resource: string) => Promise<Bilingual | undefined>

let nameOfResource: ResourceNaming = async () => undefined

/** The catalogue stands to the right of policy, so it is the catalogue that tells policy how to name a resource. */
export function nameResourcesBy(naming: ResourceNaming): void {
  nameOfResource = naming
}

/**
 * What a party to an agreement reads of it in a refusal, in both languages: on which resource, whose. Without a name
 * the id stands there; what cannot be named is refused all the same.
 */
export async function toldOf(
  ctx: Ctx,
  { id, resource, provider }: Pick<AccessPlan, 'id' | 'resource' | 'provider'>,
): Promise<Facts> {
  const [name, org] = await Promise.all([
    known(() => nameOfResource(ctx, resource)),
    known(() => findOrg(ctx, provider)),
  ])
  return {
    plan: id,
    provider,
    agreementZh: name ? `《${name.zh}》共享协议（${id}）` : `共享协议 ${id} `,
    agreementEn: name ? `agreement on “${name.en || name.zh}” (${id})` : `agreement ${id}`,
    providerZh: org?.name.zh ?? provider,
    providerEn: org?.name.en || org?.name.zh || provider,
  }
}

const modeWords: Readonly<Record<Mode, Bilingual>> = {
  api: { zh: '服务接口', en: 'API' },
  file: { zh: '文件', en: 'files' },
  delta: { zh: 'Delta Sharing', en: 'Delta Sharing' },
}

export function wordsOfModes(asked: Mode, agreed: readonly Mode[]): Facts {
  return {
    ...{ mode: asked, modes: agreed },
    ...{ modeZh: modeWords[asked].zh, modeEn: modeWords[asked].en },
    modesZh: agreed.map((mode) => modeWords[mode].zh),
    modesEn: agreed.map((mode) => modeWords[mode].en).join(', '),
  }
}

async function known<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look()
  } catch {
    return undefined
  }
}
