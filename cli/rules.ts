import { parseArgs } from 'node:util'
import { isDay } from '../server/base/clock/index.ts'
import { loadRules, UnknownRule } from '../server/base/rules/index.ts'
import { CommandFailed, say, sayJson, usage } from './terminal.ts'

/** `rules due RULE --from DATE`: the last day of a statutory term, with article, calendar and mark. */
export async function run(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' }, extend: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [verb, id] = positionals
  if (verb !== 'due' || !id || !values.from)
    throw usage('用法 / usage: zhishu rules due RULE --from YYYY-MM-DD [--extend DAYS]')
  if (!isDay(values.from)) throw usage(`--from 不是存在的日期 / is no day: ${values.from}`)
  const extendBy = values.extend === undefined ? 0 : Number(values.extend)
  if (!Number.isInteger(extendBy) || extendBy < 0)
    throw usage(`--extend 不是天数 / is no number of days: ${values.extend}`)
  const rules = await loadRules()
  try {
    const due = rules.due(id, values.from, extendBy > 0 ? { extendBy } : undefined)
    const cite = rules.cite(id)
    if (values.json) sayJson({ ...due, cite, from: values.from, knownUntil: rules.calendar.knownUntil })
    else say(tell(due, cite, values.from, rules.calendar.knownUntil))
    return 0
  } catch (error) {
    if (error instanceof UnknownRule) {
      throw new CommandFailed(1, { title: `规则包里没有 ${id} / no rule pack has ${id}` })
    }
    throw new CommandFailed(1, { title: (error as Error).message })
  }
}

interface Due {
  on: string
  provisional: boolean
  article: string
  pack: string
  packVersion: string
  evidence: string
  silence: string
}

function tell(due: Due, cite: { zh: string; en: string }, from: string, knownUntil: string): string {
  return [
    `${due.on}${due.provisional ? '（暂定 provisional）' : ''}`,
    `  自 / from      ${from}（当日不计入 / the day itself is not counted）`,
    `  依据 / basis   ${cite.zh} (${due.article})`,
    `  规则包 / pack  ${due.pack} ${due.packVersion} · ${due.evidence} · 逾期 / if late: ${due.silence}`,
    `  日历 / calendar 国务院办公厅放假安排，已知至 / known until ${knownUntil}`,
  ].join('\n')
}
