import { execFileSync } from 'node:child_process'
import { appendFile, readFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pad, say, table } from '../cli/terminal.ts'
import { collect } from './collect.ts'
import { interaction } from './console.ts'
import { ledger } from './ledger.ts'
import { lookup } from './lookup.ts'
import { type Figure, isMet, type Question } from './question.ts'
import { share } from './share.ts'
import { start } from './start.ts'
import { tests } from './tests.ts'

const questions: readonly Question[] = [ledger, start, lookup, share, collect, interaction, tests]
const results = join(import.meta.dirname, 'RESULTS.md')
const header = ['question', 'measured', 'bare engine', 'ratio', 'budget', 'met', 'load', 'note']

const help = `用法 / usage: npm run bench -- [question…] [--write] [--tests]
${questions.map(({ name, asks }) => `  ${pad(name, 10)} ${asks}`).join('\n')}
  --write   appends the table to bench/RESULTS.md
  --tests   runs the whole test suite for the question tests`

/** Asks the named questions (all without names) one after another; 1 when a budget is not kept. */
async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { write: { type: 'boolean' }, tests: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  const unknown = positionals.find((name) => !questions.some((it) => it.name === name))
  if (values.help || unknown) {
    say(unknown ? `没有问题 ${unknown} / no question ${unknown}\n\n${help}` : help)
    return unknown ? 2 : 0
  }
  const asked =
    positionals.length > 0 ? questions.filter(({ name }) => positionals.includes(name)) : questions
  say(`${machine()}\n`)
  const rows: string[][] = []
  const broken: string[] = []
  for (const question of asked) {
    process.stderr.write(`… ${question.name}: ${question.asks}\n`)
    const { figures, fault } = await ask(question)
    const load = loadText()
    for (const figure of figures) rows.push(rowOf(question, figure, load))
    if (fault) broken.push(`${question.name}: ${fault}`)
    if (fault || figures.some((it) => isMet(it) === false)) process.exitCode = 1
  }
  say(table(header, rows))
  for (const line of broken) say(`✗ ${line}`)
  if (values.write) await write(rows, broken)
  return Number(process.exitCode ?? 0)
}

async function ask(question: Question): Promise<{ figures: Figure[]; fault?: string }> {
  try {
    return { figures: await question.run() }
  } catch (error) {
    return { figures: [], fault: String((error as Error).stack ?? error) }
  }
}

function rowOf({ name }: Question, figure: Figure, load: string): string[] {
  const { what, value, unit, bare, budget, note } = figure
  const met = isMet(figure)
  return [
    `${name}: ${what}`,
    `${number(value)} ${unit}`,
    bare === undefined ? '—' : `${number(bare)} ${unit}`,
    bare === undefined ? '—' : `${(value / bare).toFixed(2)} ×`,
    budget ? `${budget.sense === 'atMost' ? '≤' : '≥'} ${number(budget.limit)} ${unit}` : '—',
    met === undefined ? '—' : met ? 'yes' : 'NO',
    load,
    note ?? '',
  ]
}

function number(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3).replace(/\.0+$/, '')
}

/** Load averages of 1, 5 and 15 minutes at the end of a question; our own work is in them. */
function loadText(): string {
  return loadavg()
    .map((it) => it.toFixed(1))
    .join(' ')
}

function machine(): string {
  const [cpu] = cpus()
  const memory = (totalmem() / 1024 ** 3).toFixed(0)
  return `${cpu?.model.trim()} × ${cpus().length}, ${memory} GiB, ${type()} ${release()}, Node ${process.version}, load ${loadText()}`
}

async function write(rows: readonly string[][], broken: readonly string[]): Promise<void> {
  const line = (cells: readonly string[]) => `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`
  const text = [
    `\n## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}`,
    `\n${machine()}\n`,
    line(header),
    line(header.map(() => '---')),
    ...rows.map(line),
    ...broken.map((it) => `\n✗ ${it.split('\n', 1)[0]}`),
    '',
  ].join('\n')
  const begun = await readFile(results, 'utf8').then(
    () => '',
    () => intro,
  )
  await appendFile(results, begun + text)
  say(`\n→ bench/RESULTS.md`)
}

const intro = `# What was measured

Written by \`npm run bench -- --write\`, newest last. The bare engine did the same work in the same run without the house around it;
ratio is measured / bare. Load is the machine's load average (1, 5, 15 minutes) when the question ended, the question itself included.
`

function commit(): string {
  try {
    const run = (...args: string[]) =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
    return `${run('rev-parse', '--short', 'HEAD')}${run('status', '--porcelain', '--untracked-files=no') ? ' with uncommitted changes' : ''}`
  } catch {
    return 'unknown'
  }
}

process.exitCode = await main(process.argv.slice(2))
