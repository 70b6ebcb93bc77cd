import type { Ctx } from '../../base/ctx.ts'
import type { Item, Resource } from '../../ground/catalog/index.ts'
import { bindingsOf, elements } from '../../ground/standards/index.ts'
import { columnOf } from '../collect/index.ts'
import type { Judged } from './cell.ts'

/**
 * By what each item is judged: the element a person confirmed, else the catalogue's. Undefined while a proposal for
 * an item without element waits for its decision: a version is not judged by half.
 */
export async function judgedItems(
  ctx: Ctx,
  resource: Pick<Resource, 'id' | 'items'>,
  columns: readonly string[],
): Promise<Judged[] | undefined> {
  const elementOf = await bindingElement(ctx, resource.id)
  const judged: Judged[] = []
  for (const item of resource.items) {
    const column = columnOf(item, columns)
    if (column === undefined)
      throw new Error(`the landed table of ${resource.id} has no column for ${item.name}`)
    const element = elementOf(item, column)
    if (element === waits) return undefined
    judged.push({ item, column, element })
  }
  return judged
}

const waits = ''

/**
 * How an item's element is found: confirmed for its column (as the file or the catalogue names it), else the
 * catalogue's; '' where a proposal still waits, null where there is none.
 */
export async function bindingElement(
  ctx: Ctx,
  resource: string,
): Promise<(item: Item, column: string) => string | null> {
  const bindings = new Map((await bindingsOf(ctx, resource)).map((binding) => [binding.column, binding]))
  const registered = new Set(elements().map(({ id }) => id))
  return (item, column) => {
    const known = [column, item.name, item.title.zh].flatMap((name) => bindings.get(name) ?? [])
    const element = known.find(({ state }) => state === 'confirmed')?.element ?? item.element
    if (element === null && known.length > 0) return waits
    return element !== null && registered.has(element) ? element : null
  }
}
