import type { Ctx } from '../../base/ctx.ts'
import { bindingsOf, tableOfElement } from '../standards/index.ts'
import { showResource } from './desk.ts'
import type { CodedItem } from './types.ts'

/**
 * Which items of an entry hold codes, and in which code table their names stand: by the element a person confirmed for
 * the column, else by the entry's, as quality judges them. For whoever may read the entry; no value is told.
 */
export async function listCodedItems(ctx: Ctx, id: string): Promise<CodedItem[]> {
  const { items } = await showResource(ctx, id)
  const confirmed = new Map(
    (await bindingsOf(ctx, id))
      .filter(({ state }) => state === 'confirmed')
      .map(({ column, element }) => [column, element]),
  )
  return items.flatMap(({ name, title, element: own }) => {
    const element = confirmed.get(name) ?? confirmed.get(title.zh) ?? own
    const table = element === null ? null : tableOfElement(element)
    return element === null || table === null ? [] : [{ name, element, table }]
  })
}
