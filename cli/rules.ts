import { parseArgs } from 'node:util'
import { isDay } from '../server/base/clock/index.ts'
import { loadRules, type Rules, UnknownRule } from '../server/base/rules/index.ts'
import { CommandFailed, say, sayJson, usage } from './terminal.ts'

const when = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/

/**
 * `rules due RULE --from DATE`: the end of a statutory term, with article, calendar and mark. A term in hours runs from
 * an instant, `--from 2026-11-20T16:30`, read as Asia/Shanghai.
 */
export async function run(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' }, extend: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [verb, id] = positionals
  if (verb !== 'due' || !id || !values.from)
    throw usage('用法 / usage: zhishu rules due RULE --from YYYY-MM-DD[Thh:mm] [--extend N]')
  const { from } = values
  if (!isDay(from.slice(0, 10)) || (from.length > 10 && !isInstant(from)))
    throw usage(`--from 不是存在的日期或时刻 / is no day or instant: ${from}`)
  const extendBy = values.extend === undefined ? 0 : Number(values.extend)
  if (!Number.isInteger(extendBy) || extendBy < 0)
    throw usage(`--extend 不是整数 / is no whole number: ${values.extend}`)
  const rules = loadRules()
  try {
    const due = reckon(rules, id, from, extendBy)
    const cite = rules.cite(id)
    const { knownUntil } = rules.calendar
    if (values.json) sayJson({ ...due, cite, from, knownUntil })
    else say(tell(due, cite, from, knownUntil))
    return 0
  } catch (error) {
    if (error instanceof UnknownRule) {
      throw new CommandFailed(1, { title: `规则包里没有 ${id} / no rule pack has ${id}` })
    }
    if (error instanceof CommandFailed) throw error
    throw new CommandFailed(1, { title: (error as Error).message })
  }
}

function isInstant(text: string): boolean {
  return when.test(text) && !Number.isNaN(instantOf(text).getTime())
}

function instantOf(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}+08:00`)
}

function reckon(rules: Rules, id: string, from: string, extendBy: number): Due {
  const day = from.slice(0, 10)
  const { term } = rules.rule(id, day)
  const options = extendBy > 0 ? { extendBy } : undefined
  if (term?.unit === 'h' || term?.unit === 'wh') {
    if (from.length === 10) {
      const zh = `${id} 以小时计，--from 要写明时刻，如 ${day}T09:00`
      const en = `${id} is a term in hours: --from needs the time, such as ${day}T09:00`
      throw new CommandFailed(1, { title: `${zh} / ${en}` })
    }
    const { at, ...due } = rules.dueAt(id, instantOf(from), options)
    return { ...due, at: localText(at), unit: term.unit }
  }
  const due = { ...rules.due(id, day, options), unit: term?.unit ?? '' }
  const counted = term?.from === 'receipt' ? rules.calendar.workingDayFrom(day).on : day
  if (counted === day || rules.param<string>(receipt, 'human') !== 'nextWorkingDay') return due
  return { ...due, byHand: { receivedOn: counted, on: rules.due(id, counted, options).on, rule: receipt } }
}

const receipt = 'local.clock.receipt'

function localText(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

interface Due {
  on: string
  /** the instant, for terms in hours, in Asia/Shanghai */
  at?: string
  unit: string
  /** handed in by a person on a rest day: what then counts as the day of receipt (not law: a local rule) */
  byHand?: { receivedOn: string; on: string; rule: string }
  provisional: boolean
  article: string
  pack: string
  packVersion: string
  evidence: string
  silence: string
}

function tell(due: Due, cite: { zh: string; en: string }, from: string, knownUntil: string): string {
  const counted = {
    h: '按小时连续计算 / hours run on without a break',
    wh: '按工作时间计算，非工作时间不计入 / hours of work alone',
  }[due.unit]
  return [
    `${due.at ?? due.on}${due.provisional ? '（暂定 provisional）' : ''}`,
    `  自 / from      ${from}（${counted ?? '当日不计入 / the day itself is not counted'}）`,
    ...(due.byHand
      ? [
          `  休息日收到 / received on a rest day: 人工渠道以 ${due.byHand.receivedOn} 为收到之日 / by hand it counts as received on ${due.byHand.receivedOn} → ${due.byHand.on} (${due.byHand.rule}, unverified)`,
        ]
      : []),
    `  依据 / basis   ${cite.zh} (${due.article})`,
    `  规则包 / pack  ${due.pack} ${due.packVersion} · ${due.evidence} · 逾期 / if late: ${due.silence}`,
    `  日历 / calendar 国务院办公厅放假安排，已知至 / known until ${knownUntil}`,
  ].join('\n')
}
