import type { components } from '../../../contract/client.gen.ts'

type Filter = components['schemas']['Filter']

/** What an agreement permits and obliges to, as it stands in its ODRL text; days are 'YYYY-MM-DD'. */
export interface AgreedTerms {
  readonly purpose: string | undefined
  readonly from: string | undefined
  readonly until: string | undefined
  readonly modes: readonly string[]
  readonly fields: readonly { readonly name: string; readonly mask: string | null }[]
  /** the rows alone that it gives; null: all */
  readonly rows: Filter | null
  readonly duties: readonly ('recordUse' | 'delete' | 'distribute')[]
}

interface Constraint {
  readonly leftOperand?: string
  readonly operator?: string
  readonly rightOperand?: unknown
}
interface Rule {
  readonly action?: unknown
  readonly constraint?: readonly Constraint[]
  readonly duty?: readonly Rule[]
}

const known = ['recordUse', 'delete', 'distribute'] as const

/** The terms that stand in an agreement's ODRL 2.2 text, which is what was signed (its digest is in the ledger). */
export function readOdrl(odrl: unknown): AgreedTerms {
  const text = (odrl ?? {}) as Readonly<Record<string, unknown>>
  const permission = rulesOf(text.permission)[0] ?? {}
  const constraints = permission.constraint ?? []
  const value = (name: string, operator?: string) =>
    constraints.find(
      (it) => lastPart(it.leftOperand) === name && (operator === undefined || it.operator === operator),
    )?.rightOperand
  const masks = (value('masks') ?? {}) as Readonly<Record<string, string>>
  const rules = [...(permission.duty ?? []), ...rulesOf(text.obligation), ...rulesOf(text.prohibition)]
  const actions = rules.map(({ action }) => lastPart(action))
  return {
    purpose: textOf(value('purpose')),
    from: dayOf(value('dateTime', 'gteq')),
    until: dayOf(value('dateTime', 'lteq')),
    modes: textsOf(value('deliveryChannel')),
    fields: textsOf(value('items')).map((name) => ({ name, mask: masks[name] ?? null })),
    rows: (value('rows') as Filter | undefined) ?? null,
    duties: known.filter((it) => actions.includes(it)),
  }
}

function rulesOf(value: unknown): readonly Rule[] {
  return Array.isArray(value) ? (value as Rule[]) : []
}

/** Our own terms are absolute addresses; their name is what follows the last slash. */
function lastPart(value: unknown): string {
  return typeof value === 'string' ? (value.split('/').at(-1) ?? '') : ''
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string') : []
}

function dayOf(value: unknown): string | undefined {
  return textOf((value as { '@value'?: unknown } | undefined)?.['@value'])
}
