import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { isDay } from '../clock/index.ts'
import { Pack, type Rule } from './types.ts'

const shape = Compile(Pack)

/** Reads and proves every pack of a folder; the error names file and field. */
export function loadPacks(folder: string): Pack[] {
  const packs = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readPack(join(folder, name)))
  refuseOverlap(packs)
  refuseUnknownExtension(packs)
  return packs
}

function readPack(file: string): Pack {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`${file}: not JSON`, { cause })
  }
  if (!shape.Check(read)) {
    const [first] = shape.Errors(read)
    throw new Error(`${file}: ${first?.instancePath || '/'} ${first?.message ?? 'is malformed'}`)
  }
  read.rules.forEach((rule, at) => {
    const fault = faultOf(rule)
    if (fault) throw new Error(`${file}: /rules/${at}/${fault.field} ${fault.words} (${rule.id})`)
  })
  return read
}

function faultOf(rule: Rule): { field: string; words: string } | undefined {
  const days = ['verifiedOn', 'effectiveFrom', 'effectiveTo'] as const
  const wrong = days.find((field) => rule[field] !== null && !isDay(rule[field]))
  if (wrong) return { field: wrong, words: 'is not a day' }
  if (rule.effectiveTo !== null && rule.effectiveTo < rule.effectiveFrom)
    return { field: 'effectiveTo', words: 'is before effectiveFrom' }
  if (rule.kind === 'term' && !rule.term)
    return { field: 'term', words: 'is missing from a rule of kind term' }
  if (rule.kind !== 'term' && rule.term) return { field: 'term', words: 'stands in a rule that is no term' }
  return undefined
}

function refuseOverlap(packs: readonly Pack[]): void {
  const seen = new Map<string, Rule[]>()
  for (const pack of packs) {
    for (const rule of pack.rules) {
      const others = seen.get(rule.id) ?? []
      const twin = others.find((other) => from(other) <= to(rule) && from(rule) <= to(other))
      if (twin)
        throw new Error(
          `Pack ${pack.id}: rule ${rule.id} is in force twice on ${[from(twin), from(rule)].sort().at(-1)}`,
        )
      seen.set(rule.id, [...others, rule])
    }
  }
}

function refuseUnknownExtension(packs: readonly Pack[]): void {
  const terms = new Set(
    packs.flatMap((pack) => pack.rules.filter((rule) => rule.term).map((rule) => rule.id)),
  )
  for (const pack of packs) {
    const lost = pack.rules.find((rule) => rule.extension && !terms.has(rule.extension))
    if (lost)
      throw new Error(
        `Pack ${pack.id}: rule ${lost.id} names an extension that is no term: ${lost.extension}`,
      )
  }
}

const from = (rule: Rule) => rule.effectiveFrom
const to = (rule: Rule) => rule.effectiveTo ?? '9999-12-31'
