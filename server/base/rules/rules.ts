import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  addDays,
  addMonths,
  addYears,
  type Calendar,
  type Counted,
  type CountedHours,
  type Day,
  dayOf,
  loadCalendar,
  type OfficeMinutes,
} from '../clock/index.ts'
import { loadPacks } from './load.ts'
import type { Evidence, Pack, Rule, Silence, Term } from './types.ts'

/** The last day of a statutory term with everything a decision must record about it. */
export interface Due {
  on: Day
  /** True when the count ran past the holiday notices known so far. */
  provisional: boolean
  rule: string
  article: string
  pack: string
  packVersion: string
  evidence: Evidence
  /** What a missed term means: never assume consent. */
  silence: Silence
}

/** The end of a statutory term in hours. */
export interface DueAt extends Due {
  at: Date
}

/** The law as the program asks for it: by id, never by article or number. */
export interface Rules {
  /** The rule in force on a day; without a day the newest. Throws UnknownRule or RuleNotInForce. */
  rule(id: string, on?: Day): Rule
  /** When a term ends that began with the event of `from`; `extendBy` in the units of its extension rule. */
  due(id: string, from: Day, options?: { extendBy?: number }): Due
  /** When a term in hours ends that began at an instant. */
  dueAt(id: string, from: Date, options?: { extendBy?: number }): DueAt
  /** Counts a term of days, months or years. */
  add(term: Term, from: Day): Counted
  /** Counts a term of hours from an instant, by the local office hours where they are working hours. */
  addAt(term: Term, from: Date): CountedHours
  cite(id: string, on?: Day): { zh: string; en: string }
  param<T>(id: string, name: string, on?: Day): T
  pack(id: string): Pack
  packs(): readonly Pack[]
  calendar: Calendar
}

export class UnknownRule extends Error {
  readonly rule: string
  constructor(rule: string) {
    super(`No pack has a rule ${rule}`)
    this.name = 'UnknownRule'
    this.rule = rule
  }
}

export class RuleNotInForce extends Error {
  readonly rule: string
  readonly on: Day
  constructor(rule: string, on: Day, validity: string) {
    super(`Rule ${rule} is not in force on ${on}; it is ${validity}`)
    this.name = 'RuleNotInForce'
    this.rule = rule
    this.on = on
  }
}

const home = fileURLToPath(new URL('../../../rules/', import.meta.url))

/** Loads all packs and the calendar; a malformed pack stops the start with file and field. */
export function loadRules(directory: string = home): Rules {
  const packs = loadPacks(join(directory, 'packs'))
  const calendar = loadCalendar(join(directory, 'calendars', 'cn.json'))
  const editions = editionsOf(packs)

  const find = (id: string, on?: Day): Edition => {
    const all = editions.get(id)
    const newest = all?.at(-1)
    if (!all || !newest) throw new UnknownRule(id)
    if (on === undefined) return newest
    const found = all.find(({ rule }) => rule.effectiveFrom <= on && on <= (rule.effectiveTo ?? '9999-12-31'))
    if (!found) throw new RuleNotInForce(id, on, all.map(({ rule }) => validityOf(rule)).join('; '))
    return found
  }
  const add = (term: Term, from: Day): Counted => addTerm(calendar, term, from)
  const addAt = (term: Term, from: Date): CountedHours =>
    addHours(calendar, term, from, find('local.clock.officeHours').rule)
  const termOf = (id: string, from: Day, extendBy: number) => {
    const edition = find(id, from)
    return { edition, term: extendTerm(edition.rule, extendBy, (extension) => find(extension, from).rule) }
  }

  return {
    calendar,
    add,
    addAt,
    rule: (id, on) => find(id, on).rule,
    cite: (id, on) => find(id, on).rule.cite,
    param<T>(id: string, name: string, on?: Day): T {
      const value = find(id, on).rule.params?.[name]
      if (value === undefined) throw new UnknownRule(`${id} with parameter ${name}`)
      return value as T
    },
    due(id, from, { extendBy = 0 } = {}) {
      const { edition, term } = termOf(id, from, extendBy)
      const { on, provisional } = add(term, from)
      return { on, provisional, ...grounds(edition) }
    },
    dueAt(id, from, { extendBy = 0 } = {}) {
      const { edition, term } = termOf(id, dayOf(from), extendBy)
      const { at, on, provisional } = addAt(term, from)
      return { at, on, provisional, ...grounds(edition) }
    },
    pack(id) {
      const found = packs.find((pack) => pack.id === id)
      if (!found) throw new UnknownRule(`pack ${id}`)
      return found
    },
    packs: () => packs,
  }
}

interface Edition {
  rule: Rule
  pack: Pack
}

function grounds({ rule, pack }: Edition): Omit<Due, 'on' | 'provisional'> {
  const { id, article, evidence, silence } = rule
  return { rule: id, article, pack: pack.id, packVersion: pack.version, evidence, silence }
}

function editionsOf(packs: readonly Pack[]): Map<string, Edition[]> {
  const editions = new Map<string, Edition[]>()
  for (const pack of packs) {
    for (const rule of pack.rules) editions.set(rule.id, [...(editions.get(rule.id) ?? []), { rule, pack }])
  }
  for (const all of editions.values())
    all.sort((a, b) => (a.rule.effectiveFrom < b.rule.effectiveFrom ? -1 : 1))
  return editions
}

function validityOf(rule: Rule): string {
  return `in force from ${rule.effectiveFrom}${rule.effectiveTo ? ` to ${rule.effectiveTo}` : ''}`
}

function extendTerm(rule: Rule, extendBy: number, find: (id: string) => Rule): Term {
  if (!rule.term) throw new RangeError(`Rule ${rule.id} has no term`)
  if (extendBy === 0) return rule.term
  if (!rule.extension) throw new RangeError(`Rule ${rule.id} cannot be extended`)
  const most = find(rule.extension).term
  if (!most || most.unit !== rule.term.unit) throw new RangeError(`Rule ${rule.extension} has another unit`)
  if (!Number.isInteger(extendBy) || extendBy < 0 || extendBy > most.n) {
    throw new RangeError(`Rule ${rule.extension} allows at most ${most.n} ${most.unit}, not ${extendBy}`)
  }
  return { ...rule.term, n: rule.term.n + extendBy }
}

function addTerm(calendar: Calendar, { n, unit }: Term, from: Day): Counted {
  if (unit === 'wd') return calendar.addWorkingDays(from, n)
  if (unit === 'cd') return calendar.certain(addDays(from, n))
  if (unit === 'm') return calendar.certain(addMonths(from, n))
  if (unit === 'y') return calendar.certain(addYears(from, n))
  throw new RangeError(`A term in ${unit} runs from an instant, not from a day`)
}

function addHours(calendar: Calendar, { n, unit }: Term, from: Date, hours: Rule): CountedHours {
  const office = hours.params?.minutes as OfficeMinutes
  if (unit === 'wh') return calendar.addWorkingHours(from, n, office)
  if (unit !== 'h') throw new RangeError(`A term in ${unit} runs from a day, not from an instant`)
  const at = new Date(from.getTime() + n * 3_600_000)
  return { at, ...calendar.certain(dayOf(at)) }
}
