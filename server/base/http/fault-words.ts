import type { Bilingual, FieldFault } from '../problem.ts'

/** A fault beside its field; `title` is what the form calls the field, where the schema says so. */
export interface TitledFault extends FieldFault {
  readonly title?: Bilingual
}

const shownCharacters = 120

/**
 * Says in people's words how many fields are wrong and which is the first: its title or place, the rule it breaks and
 * what it should be. Undefined where the errors are none of ours.
 */
export function sayFaults(errors: unknown): Bilingual | undefined {
  const faults = Array.isArray(errors) ? errors.filter(isFault) : []
  const [first] = faults
  if (!first) return undefined
  const place = sayPlace(first)
  const at = cut(first.field)
  const n = faults.length
  return {
    zh: `${n === 1 ? '有 1 处不符合规定' : `共 ${n} 处不符合规定，第一处`}：${place.zh}（${at}，规则 ${first.rule}）：${first.zh}`,
    en: `${n === 1 ? 'One field is wrong' : `${n} fields are wrong, the first`}: ${place.en} (${at}, rule ${first.rule}): ${first.en}`,
  }
}

function sayPlace({ field, title }: TitledFault): Bilingual {
  const { zh, en } = placeOf(field)
  return title ? { zh: `“${title.zh}”`, en: `“${title.en}”` } : { zh, en }
}

/** `/lines/0/resource` is “resource” of item 1 of “lines”. */
function placeOf(field: string): Bilingual {
  const parts = field.split('/').slice(1).filter(Boolean).map(unpoint)
  const [root, ...rest] = parts
  if (root === undefined) return { zh: '提交的内容', en: 'the submission' }
  if (root === 'query' && rest.length === 1)
    return { zh: `查询参数“${cut(rest[0] ?? '')}”`, en: `the query parameter “${cut(rest[0] ?? '')}”` }
  if (root === 'params' && rest.length === 1)
    return { zh: `地址中的“${cut(rest[0] ?? '')}”`, en: `“${cut(rest[0] ?? '')}” of the address` }
  return parts.reduce<Bilingual>(
    (place, part) => {
      const isItem = /^\d+$/.test(part)
      if (place.zh === '') return { zh: `“${cut(part)}”`, en: `“${cut(part)}”` }
      return isItem
        ? { zh: `${place.zh}第 ${Number(part) + 1} 项`, en: `item ${Number(part) + 1} of ${place.en}` }
        : { zh: `${place.zh}的“${cut(part)}”`, en: `“${cut(part)}” of ${place.en}` }
    },
    { zh: '', en: '' },
  )
}

function unpoint(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function cut(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text
}

function isFault(error: unknown): error is TitledFault {
  const { field, rule, zh, en } = (error ?? {}) as Record<string, unknown>
  return [field, rule, zh, en].every((it) => typeof it === 'string')
}
