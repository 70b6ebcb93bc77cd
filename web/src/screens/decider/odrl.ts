import type { Terms } from './queries.ts'

const vocabulary = 'https://zhishu.gov.cn/ns/'

export type AgreedTerms = Pick<Terms, 'fields' | 'rows' | 'modes' | 'until'>

interface Constraint {
  readonly leftOperand: string
  readonly operator: string
  readonly rightOperand: unknown
}

/** What an agreement's ODRL text permits; undefined where it is not a text of ours. */
export function readOdrl(odrl: unknown): (AgreedTerms & { purpose: string | undefined }) | undefined {
  const [permission] =
    (odrl as { permission?: { constraint?: readonly Constraint[] }[] } | null)?.permission ?? []
  const constraints = permission?.constraint
  if (!constraints) return undefined
  const right = (name: string, operator?: string) =>
    constraints.find((it) => it.leftOperand === name && (!operator || it.operator === operator))?.rightOperand
  const names = right(`${vocabulary}items`)
  const until = (right('dateTime', 'lteq') as { '@value'?: string } | undefined)?.['@value']
  if (!Array.isArray(names) || until === undefined) return undefined
  const masks = (right(`${vocabulary}masks`) ?? {}) as Record<string, string>
  const purpose = right('purpose')
  return {
    fields: names.map((name) => ({ name: String(name), mask: masks[String(name)] ?? null })),
    rows: (right(`${vocabulary}rows`) as Terms['rows'] | undefined) ?? null,
    modes: (right('deliveryChannel') ?? []) as Terms['modes'],
    until,
    purpose: typeof purpose === 'string' ? purpose : undefined,
  }
}
