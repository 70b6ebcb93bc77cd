import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { refuse } from './problems.ts'
import { workbookLimits } from './settings.ts'
import { weighWorkbook } from './zip.ts'

const child = fileURLToPath(new URL('./workbook-child.ts', import.meta.url))
const lookEveryMs = 200

/**
 * One sheet of an XLSX file as CSV (UTF-8), read in a child process under limits of memory, time, rows and columns.
 * Formulas give their cached values, dates ISO 8601. The first sheet unless named.
 */
export async function* readWorkbook(path: string, sheet: string | null): AsyncGenerator<Buffer> {
  await weighWorkbook(path)
  const { heapMegabytes, rows, columns, seconds, residentBytes } = workbookLimits
  const reader = fork(child, [path, sheet ?? '', String(rows + 1), String(columns)], {
    execArgv: [`--max-old-space-size=${heapMegabytes}`, '--no-warnings'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH },
  })
  const watch = watchChild(reader, seconds, residentBytes)
  try {
    let written = 0
    for await (const piece of reader.stdout ?? []) {
      written += (piece as Buffer).length
      if (written > workbookLimits.unpackedBytes) throw refuse.largeWorkbook({ limit: 'unpackedBytes' })
      yield piece as Buffer
    }
    refuseEnding(await watch.ended, sheet)
  } finally {
    reader.kill('SIGKILL')
    watch.stop()
  }
}

interface Ending {
  code: number | null
  words: string
  broken: 'seconds' | 'memory' | null
}

function watchChild(reader: ChildProcess, seconds: number, residentBytes: number) {
  let words = ''
  let broken: Ending['broken'] = null
  reader.stderr?.on('data', (piece: Buffer) => {
    if (words.length < 2000) words += piece.toString('latin1')
  })
  const stopFor = (reason: 'seconds' | 'memory') => {
    broken ??= reason
    reader.kill('SIGKILL')
  }
  const timer = setTimeout(() => stopFor('seconds'), seconds * 1000)
  const look = setInterval(async () => {
    if ((await residentOf(reader.pid)) > residentBytes) stopFor('memory')
  }, lookEveryMs)
  const ended = new Promise<Ending>((resolve) => {
    reader.once('error', (error) => resolve({ code: 3, words: error.message, broken }))
    reader.once('close', (code) => resolve({ code, words, broken }))
  })
  return {
    ended,
    stop() {
      clearTimeout(timer)
      clearInterval(look)
    },
  }
}

function refuseEnding({ code, words, broken }: Ending, sheet: string | null): void {
  if (broken) throw refuse.largeWorkbook({ limit: broken })
  if (code === 0) return
  if (code === 4) throw refuse.largeWorkbook({ limit: 'rows' })
  if (code === 5) throw refuse.largeWorkbook({ limit: 'columns' })
  if (code === null || /heap out of memory/i.test(words)) throw refuse.largeWorkbook({ limit: 'memory' })
  if (code === 6) throw refuse.unknownSheet({ sheet })
  throw refuse.badWorkbook()
}

/** Resident memory of a process in bytes; 0 where the system does not tell. */
async function residentOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(status.split(' ')[1] ?? 0) * 4096
}
