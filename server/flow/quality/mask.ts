import { element, elements, maskSql } from '../../ground/standards/index.ts'

/** Whether values by this element are personal information; a column without element is taken for none. */
export function isPersonal(id: string | null): boolean {
  return elementOf(id)?.pi != null
}

/**
 * A text as it may be shown to whoever mends the data: personal information by the mask of its element, everything
 * else clear. A mask that needs a recipient's key, or none at all, hides the whole value.
 */
export function shownSql(id: string | null, text: string): string {
  const known = elementOf(id)
  if (known?.pi == null) return text
  const { mask } = known
  return maskSql(mask === null || mask === 'token' || mask === 'clear' ? 'fixed' : mask, text)
}

function elementOf(id: string | null) {
  return id !== null && elements().some((one) => one.id === id) ? element(id) : undefined
}
