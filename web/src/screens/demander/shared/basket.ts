import { useMe } from '../../../shell/me.ts'
import { useSessionIds } from './session-ids.ts'

interface Basket {
  readonly ids: readonly string[]
  has(id: string): boolean
  add(id: string): void
  remove(id: string): void
  clear(): void
}

/** The one basket over all levels (申请篮): ids of resources, in the order they were chosen, per person. */
export function useBasket(): Basket {
  const [ids, keep] = useSessionIds(`basket.${useMe().id}`)
  return {
    ids,
    has: (id) => ids.includes(id),
    add: (id) => keep([...ids, id]),
    remove: (id) => keep(ids.filter((it) => it !== id)),
    clear: () => keep([]),
  }
}
