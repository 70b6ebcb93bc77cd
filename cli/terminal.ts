/** A problem document of the server, or what the command itself found. */
export interface ProblemText {
  title: string
  status?: number
  texts?: { zh: string; en: string }
  remedy?: { zh: string; en: string }
  rule?: { article: string; zh: string; en: string }
  errors?: { field: string; zh: string; en: string }[]
}

/** A command that ends with a refusal the user can act on. */
export class CommandFailed extends Error {
  readonly code: number
  readonly problem: ProblemText
  constructor(code: number, problem: ProblemText) {
    super(problem.title)
    this.code = code
    this.problem = problem
  }
}

export function usage(text: string): CommandFailed {
  return new CommandFailed(2, { title: text })
}

export function isJson(args: readonly string[]): boolean {
  return args.includes('--json')
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function sayJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Tells a problem on standard error: what, by which rule, beside which field, and the remedy. */
export function showProblem(problem: ProblemText, json: boolean): void {
  if (json) {
    process.stderr.write(`${JSON.stringify(problem)}\n`)
    return
  }
  const lines = [`✗ ${problem.texts ? `${problem.texts.zh} / ${problem.texts.en}` : problem.title}`]
  if (problem.rule) lines.push(`  依据 / basis: ${problem.rule.zh} (${problem.rule.article})`)
  for (const { field, zh, en } of problem.errors ?? []) lines.push(`  ${field}: ${zh} / ${en}`)
  if (problem.remedy) lines.push(`  → ${problem.remedy.zh} / ${problem.remedy.en}`)
  process.stderr.write(`${lines.join('\n')}\n`)
}

/** A plain table: columns as wide as their widest cell, Chinese characters counted as two. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) => Math.max(width(name), ...rows.map((row) => width(row[i] ?? ''))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(header), widths.map((n) => '─'.repeat(n)).join('  '), ...rows.map(line)].join('\n')
}

const plainLineMs = 2000

/** One moving line on a terminal; elsewhere a plain line every two seconds. */
export function progress(): { show(text: string): void; done(): void } {
  const tty = process.stderr.isTTY
  let shown = ''
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    show(text) {
      if (text === shown || (!tty && performance.now() - shownAt < plainLineMs)) return
      shown = text
      shownAt = performance.now()
      process.stderr.write(tty ? `\r\x1b[2K${text}` : `${text}\n`)
    },
    done() {
      if (tty && shown) process.stderr.write('\r\x1b[2K')
    },
  }
}

export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}

function width(text: string): number {
  let columns = 0
  for (const c of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(c)
        ? 2
        : 1
  return columns
}
