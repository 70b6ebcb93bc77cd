import type { Ctx } from '../../base/ctx.ts'
import { invalidFields } from '../../base/http/index.ts'
import type { Item, Resource } from '../../ground/catalog/index.ts'
import { checkFilter, type Filter } from '../../ground/policy/index.ts'
import { bindingsOf, elements } from '../../ground/standards/index.ts'

/** One reason why data may not be shown to everybody: the field, the rule and its article. */
export interface OpenFault {
  readonly field: string
  readonly rule: string
  readonly article: string
  readonly zh: string
  readonly en: string
}

/** The choice a provider makes, as it is judged. */
export interface Choice {
  readonly fields: readonly string[]
  readonly rows: Filter | null
}

/**
 * Every reason against opening these items of a published entry, empty when it may be opened. It is asked
 * again whenever the entry or the meaning of a column changes: an opening does not outlive its grounds.
 */
export async function faultsOf(ctx: Ctx, resource: Resource, choice: Choice): Promise<OpenFault[]> {
  const personal = await personalJudge(ctx, resource)
  return [...entryFaults(ctx, resource), ...choiceFaults(resource, choice, personal)].map((fault) => ({
    ...fault,
    article: ctx.rules.rule(fault.rule).article,
  }))
}

/** A choice that names what the entry does not have is no choice at all. */
export function refuseUnknownFields({ items }: Pick<Resource, 'items'>, { fields, rows }: Choice): void {
  const known = items.map(({ name }) => name)
  const errors = fields.flatMap((name, i) =>
    known.includes(name)
      ? []
      : [
          {
            field: `/fields/${i}`,
            rule: 'unknown',
            zh: `目录条目中没有信息项 ${name}`,
            en: `the entry has no item ${name}`,
          },
        ],
  )
  if (errors.length > 0) throw invalidFields(errors)
  if (rows !== null) checkFilter(rows, known)
}

type Found = Omit<OpenFault, 'article'>

function entryFaults(ctx: Ctx, { open, openConditions, grade, attribute, state }: Resource): Found[] {
  const faults: Found[] = []
  const add = (field: string, rule: string, zh: string, en: string) => faults.push({ field, rule, zh, en })
  if (state !== 'published' || !open)
    add(
      '/open',
      'catalog.elements',
      '已发布的目录条目未标明向社会开放',
      'no published entry says that the resource is open to the public',
    )
  if (attribute === 'withheld')
    add(
      '/attribute',
      'local.open.withheld',
      '不予共享的数据不向社会开放',
      'what is withheld from sharing is not opened to the public',
    )
  const allowed = (name: string) => ctx.rules.param<string[]>('local.open.grade', name)
  if (grade === null)
    add(
      '/grade',
      'grading.matrix',
      '数据尚未分级，先定级再开放',
      'the data have no grade yet; grade them first',
    )
  else if (ctx.rules.param<string[]>('catalog.open.grade', 'closed').includes(grade))
    add(
      '/grade',
      'catalog.open.grade',
      '重要数据、核心数据不得向社会开放',
      'important and core data are not opened to the public',
    )
  else if (
    !allowed('free').includes(grade) &&
    !(allowed('withConditions').includes(grade) && openConditions?.trim())
  )
    add(
      '/grade',
      'local.open.grade',
      `${grade} 级数据须列明开放条件方可开放`,
      `data graded ${grade} is opened only under conditions stated in the entry`,
    )
  return faults
}

type Personal = (item: Item) => 'personal' | 'unknown' | undefined

function choiceFaults({ items }: Resource, { fields, rows }: Choice, personal: Personal): Found[] {
  const rule = 'local.open.personal'
  const judge = (name: string) => {
    const item = items.find((one) => one.name === name)
    return item ? personal(item) : 'unknown'
  }
  const chosen = fields.flatMap((name, i) => {
    const verdict = judge(name)
    if (!verdict) return []
    const [zh, en] =
      verdict === 'personal'
        ? [
            `信息项 ${name} 是个人信息，不得开放`,
            `the item ${name} is personal information and is not opened`,
          ]
        : [
            `信息项 ${name} 没有对应的数据元，无法判断是否为个人信息`,
            `the item ${name} has no data element, so nobody can say that it is not personal information`,
          ]
    return [{ field: `/fields/${i}`, rule, zh, en }]
  })
  const used = rows === null ? [] : [...new Set(filterFields(rows))].filter((name) => judge(name))
  const ruled = used.map((name) => ({
    field: '/rows',
    rule,
    zh: `筛选行的条件不得使用个人信息项 ${name}`,
    en: `rows are not chosen by the item ${name}, which is or may be personal information`,
  }))
  return [...chosen, ...ruled]
}

/** Judged by the catalogue's element and by the one a person confirmed for its column: either is enough to refuse. */
async function personalJudge(ctx: Ctx, { id }: Resource): Promise<Personal> {
  const registered = new Map(elements().map((element) => [element.id, element]))
  const bound = new Map<string, string>()
  for (const { column, element, state } of await bindingsOf(ctx, id))
    if (state === 'confirmed') bound.set(column.toLowerCase(), element)
  return ({ name, title, element }) => {
    const columns = [name, title.zh, title.en].map((text) => bound.get(text.trim().toLowerCase()))
    const ids = [element, ...columns].filter((one) => one !== null && one !== undefined)
    const known = ids.flatMap((one) => registered.get(one) ?? [])
    if (known.some(({ pi }) => pi !== null)) return 'personal'
    return known.length > 0 && known.length === ids.length ? undefined : 'unknown'
  }
}

function filterFields(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(filterFields)
  if ('or' in filter) return filter.or.flatMap(filterFields)
  if ('not' in filter) return filterFields(filter.not)
  return [filter.field]
}
