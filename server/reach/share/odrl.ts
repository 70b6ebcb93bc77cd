import type { Filter } from '../../ground/policy/index.ts'
import type { Line, Terms } from './types.ts'

const vocabulary = 'https://zhishu.gov.cn/ns/'

/**
 * The agreement as an ODRL 2.2 Agreement (W3C Recommendation 2018), so that any peer can read
 * purpose, items, masks, rows, channel and term. Our own terms are absolute IRIs; onward provision
 * is prohibited unless the provider consents (政务数据共享条例 第二十五条), and what was received
 * is disposed of at the end (第二十七条).
 */
export function writeOdrl(id: string, line: Line, terms: Terms & { from: string }): Record<string, unknown> {
  const target = `urn:zhishu:resource:${line.resource}`
  return {
    '@context': 'http://www.w3.org/ns/odrl.jsonld',
    '@type': 'Agreement',
    uid: `urn:zhishu:agreement:${id}`,
    profile: `${vocabulary}share`,
    assigner: `urn:zhishu:party:${line.provider}`,
    assignee: `urn:zhishu:party:${line.applicant}`,
    permission: [
      {
        target,
        action: 'use',
        constraint: [
          { leftOperand: 'purpose', operator: 'eq', rightOperand: line.purpose },
          {
            leftOperand: 'dateTime',
            operator: 'gteq',
            rightOperand: { '@value': terms.from, '@type': 'xsd:date' },
          },
          {
            leftOperand: 'dateTime',
            operator: 'lteq',
            rightOperand: { '@value': terms.until, '@type': 'xsd:date' },
          },
          { leftOperand: 'deliveryChannel', operator: 'isAnyOf', rightOperand: terms.modes },
          {
            leftOperand: `${vocabulary}items`,
            operator: 'isAllOf',
            rightOperand: terms.fields.map(({ name }) => name),
          },
          ...masksOf(terms),
          ...rowsOf(terms.rows),
        ],
        duty: [
          {
            action: `${vocabulary}recordUse`,
            constraint: [
              { leftOperand: `${vocabulary}rule`, operator: 'eq', rightOperand: 'share.record.retention' },
            ],
          },
        ],
      },
    ],
    prohibition: [{ target, action: 'distribute' }],
    obligation: [
      {
        target,
        action: 'delete',
        constraint: [{ leftOperand: 'event', operator: 'gt', rightOperand: { '@id': 'odrl:policyUsage' } }],
      },
    ],
  }
}

function masksOf({ fields }: Terms): object[] {
  const masked = fields.filter(({ mask }) => mask !== null)
  if (masked.length === 0) return []
  return [
    {
      leftOperand: `${vocabulary}masks`,
      operator: 'eq',
      rightOperand: Object.fromEntries(masked.map(({ name, mask }) => [name, mask])),
    },
  ]
}

function rowsOf(rows: Filter | null): object[] {
  return rows ? [{ leftOperand: `${vocabulary}rows`, operator: 'eq', rightOperand: rows }] : []
}
