import { execFile } from 'node:child_process'
import { constants, createReadStream, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { type Readable, Transform, type TransformCallback } from 'node:stream'
import { promisify } from 'node:util'
import { QueryTimeout } from './errors.ts'
import { literal } from './sql.ts'
import type { CopyFormat, Scratch } from './types.ts'

export interface Copying {
  sql: string
  format: CopyFormat
  stallMs: number
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Runs the COPY; `signal` calls it off. */
  copy: (sql: string, signal: AbortSignal) => Promise<void>
  scratch: Scratch
}

const formats: Record<CopyFormat, string> = {
  csv: 'FORMAT csv, HEADER true',
  ndjson: 'FORMAT json',
  parquet: 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880',
}

/** Streams what the engine writes, through a FIFO where the system has them, else through a file. */
export async function streamCopy(copying: Copying): Promise<Readable> {
  const path = join(copying.scratch.path, `out.${copying.format}`)
  const options = `${formats[copying.format]}, USE_TMP_FILE false`
  const statement = `COPY (${copying.sql}) TO ${literal(path)} (${options})`
  return process.platform === 'win32'
    ? streamFile(copying, statement, path)
    : streamFifo(copying, statement, path)
}

async function streamFifo(copying: Copying, statement: string, path: string): Promise<Readable> {
  await promisify(execFile)('mkfifo', ['-m', '600', path])
  // Not blocking: the reader is there at once, so a COPY that fails early leaves no thread waiting in open().
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const source = new Socket({ fd, readable: true, writable: false })

  const hangUp = new AbortController()
  const copied = copying.copy(statement, hangUp.signal)
  const out = new StallGuard(copied, copying.stallMs)
  // A failed COPY may never have opened the FIFO; then no end would ever come.
  copied.catch((error: Error) => out.destroy(error))
  source.on('error', (error) => out.destroy(error))
  cutOff(copying, out)
  out.once('close', () => {
    source.destroy()
    hangUp.abort(new Error('the reader hung up'))
    const dispose = () => void copying.scratch.dispose()
    copied.then(dispose, dispose)
  })
  source.pipe(out)
  return out
}

// An interrupt does not wake a COPY that waits for room in the FIFO: only the reader's going does.
function cutOff({ signal, timeoutMs }: Copying, out: Readable): void {
  const timer = setTimeout(() => out.destroy(new QueryTimeout(timeoutMs)), timeoutMs)
  const onAbort = () => out.destroy(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  out.once('close', () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  })
}

async function streamFile(copying: Copying, statement: string, path: string): Promise<Readable> {
  try {
    const limits = [AbortSignal.timeout(copying.timeoutMs), ...(copying.signal ? [copying.signal] : [])]
    await copying.copy(statement, AbortSignal.any(limits))
  } catch (error) {
    await copying.scratch.dispose()
    throw error
  }
  const source = createReadStream(path)
  source.once('close', () => void copying.scratch.dispose())
  return source
}

/** Passes bytes on, ends only when the COPY has succeeded, and gives up on a reader that takes nothing. */
class StallGuard extends Transform {
  readonly #copied: Promise<void>
  readonly #stallMs: number
  #timer: NodeJS.Timeout | undefined

  constructor(copied: Promise<void>, stallMs: number) {
    super({ readableHighWaterMark: 1 << 18 })
    this.#copied = copied
    this.#stallMs = stallMs
  }

  override _read(sizeBytes: number): void {
    clearTimeout(this.#timer)
    super._read(sizeBytes)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (!this.push(chunk)) this.#awaitReader()
    done()
  }

  override _flush(done: TransformCallback): void {
    this.#copied.then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer)
    done(error)
  }

  #awaitReader(): void {
    clearTimeout(this.#timer)
    const ms = this.#stallMs
    this.#timer = setTimeout(() => this.destroy(new Error(`the reader took nothing for ${ms} ms`)), ms)
  }
}
