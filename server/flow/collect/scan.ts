import { isUtf8 } from 'node:buffer'

/** Why a record could not be read; texts stand in `faults.ts`. */
export type ScanRule =
  | 'scan.nul'
  | 'scan.unclosedQuote'
  | 'scan.textAfterQuote'
  | 'scan.bareQuote'
  | 'scan.fieldCount'
  | 'scan.encoding'
  | 'scan.tooLong'

export interface Dialect {
  /** byte of the delimiter */
  readonly delimiter: number
  /** fields of the header */
  readonly columns: number
  /** refuse a quote inside a bare field (RFC 4180); otherwise it is read as it stands */
  readonly strictQuotes: boolean
  /** bytes of the longest record, default 10 MB */
  readonly recordLimitBytes?: number
  /** U+FFFD in the text marks bytes that the decoder could not read */
  readonly replacementIsFault?: boolean
  /** number before the first record, for deliveries that are appended */
  readonly firstRow?: number
}

/** A record that could not be read, with its place and its bytes. */
export interface Unread {
  readonly row: number
  readonly offset: number
  readonly rule: ScanRule
  readonly bytes: Buffer
  /** length in the delivery; more than `bytes` holds where the record passed the limit */
  readonly sizeBytes: number
}

const quote = 0x22
const lf = 0x0a
const cr = 0x0d
const fieldStart = 0
const bare = 1
const quoted = 2
const quoteSeen = 3
const afterQuote = 4
const rules: readonly (ScanRule | null)[] = [
  null,
  'scan.nul',
  'scan.unclosedQuote',
  'scan.textAfterQuote',
  'scan.bareQuote',
  'scan.fieldCount',
  'scan.tooLong',
]
const [, nulFault, unclosedFault, junkFault, bareFault, countFault, longFault] = [
  0, 1, 2, 3, 4, 5, 6,
] as const
const requote = 7
const replacement = Buffer.from('\uFFFD')
// Bytes that may be read twice by recovery before a fault takes its whole record: keeps hostile input linear.
const rescanAllowance = 64 * 1024 * 1024

/**
 * Splits CSV bytes into records and puts each record's number in front, without making a string per cell.
 * Nothing is lost: every record is either good (out of `push`) or unread (`unread`).
 * A quote that is never closed costs one line: reading goes on at the next.
 */
export class Scanner {
  /** records met, without blank lines */
  records = 0
  rejected = 0
  blankLines = 0
  readonly unread: Unread[] = []
  readonly #dialect: Dialect
  readonly #limit: number
  readonly #digits: RowNumber
  /** 1 for bytes that change nothing inside a bare field */
  readonly #plain = new Uint8Array(256).fill(1)
  #window = Buffer.allocUnsafe(1 << 21)
  #end = 0
  #start = 0
  #at = 0
  #base = 0
  #state = fieldStart
  #fields = 1
  #flag = 0
  #rescanned = 0
  #consumed = 0
  #marks = new Int32Array(3 * 4096)
  #marked = 0
  #skip: { row: number; offset: number; bytes: Buffer; sizeBytes: number } | undefined

  constructor(dialect: Dialect) {
    this.#dialect = dialect
    this.#limit = dialect.recordLimitBytes ?? 10 * 1024 * 1024
    this.#digits = new RowNumber(dialect.firstRow ?? 0)
    for (const byte of [dialect.delimiter, quote, lf, cr, 0]) this.#plain[byte] = 0
  }

  /** Takes the next bytes; gives back the good records they completed. */
  push(chunk: Uint8Array): Buffer {
    this.#consumed += chunk.length
    const rest = this.#skip ? this.#skipLine(chunk) : chunk
    this.#append(rest)
    this.#split(false)
    const good = this.#emit()
    if (this.#end - this.#start > this.#limit) return Buffer.concat([good, this.#overflow()])
    return good
  }

  /** No more bytes will come; gives back the last good record. */
  end(): Buffer {
    this.#endSkip()
    this.#split(true)
    while (this.#start < this.#end) {
      this.#at = this.#end
      const unclosed = this.#state === quoted
      if (unclosed) this.#flag = unclosedFault
      this.#close(this.#end, this.#end)
      this.#split(true)
    }
    return this.#emit()
  }

  #append(chunk: Uint8Array): void {
    if (this.#start > 0) {
      this.#window.copyWithin(0, this.#start, this.#end)
      this.#base += this.#start
      this.#end -= this.#start
      this.#at -= this.#start
      this.#start = 0
    }
    const needed = this.#end + chunk.length
    if (needed > this.#window.length) {
      const wider = Buffer.allocUnsafe(Math.max(needed, this.#window.length * 2))
      this.#window.copy(wider, 0, 0, this.#end)
      this.#window = wider
    }
    this.#window.set(chunk, this.#end)
    this.#end = needed
  }

  // The loop every byte passes through: no call, no allocation.
  #split(last: boolean): void {
    const window = this.#window
    const end = this.#end
    const delimiter = this.#dialect.delimiter
    const plain = this.#plain
    let at = this.#at
    let state = this.#state
    let fields = this.#fields
    let flag = this.#flag
    while (at < end) {
      if (state === quoted) {
        while (at < end && window[at] !== quote) {
          if (window[at] === 0) flag = nulFault
          at += 1
        }
        if (at === end) break
        state = quoteSeen
        at += 1
        continue
      }
      if (state === bare) {
        while (at < end && plain[window[at] as number] === 1) at += 1
        if (at === end) break
      }
      const byte = window[at] as number
      if (byte === delimiter) {
        state = fieldStart
        fields += 1
      } else if (byte === lf || byte === cr) {
        if (byte === cr && at + 1 === end && !last) break
        const next = byte === cr && at + 1 < end && window[at + 1] === lf ? at + 2 : at + 1
        this.#fields = fields
        this.#flag = flag
        at = this.#close(at, next)
        state = fieldStart
        fields = 1
        flag = 0
        continue
      } else if (byte === quote) {
        if (state === fieldStart) state = quoted
        else if (state === quoteSeen) state = quoted
        else if (state === bare && flag !== nulFault && flag !== junkFault)
          flag = this.#dialect.strictQuotes ? bareFault : flag || requote
      } else {
        if (byte === 0) flag = nulFault
        if (state === quoteSeen) {
          state = afterQuote
          if (flag !== nulFault) flag = junkFault
        } else if (state === fieldStart) state = bare
      }
      at += 1
    }
    this.#at = at
    this.#state = state
    this.#fields = fields
    this.#flag = flag
  }

  /** Ends a record at `end`; the next begins at the place given back. */
  #close(end: number, next: number): number {
    const begun = this.#start
    let flag = this.#flag
    if (end - begun > this.#limit) flag = longFault
    if ((flag === junkFault || flag === unclosedFault || flag === longFault) && this.#mayRescan()) {
      const line = this.#lineEnd(begun, end)
      if (line < end) {
        this.#rescanned += end - line
        this.#mark(begun, line, flag === longFault ? unclosedFault : flag)
        const again = line + (this.#window[line] === cr && this.#window[line + 1] === lf ? 2 : 1)
        return this.#restart(again)
      }
    }
    if (end === begun && this.#dialect.columns > 1) {
      this.blankLines += 1
      return this.#restart(next)
    }
    if ((flag === 0 || flag === requote) && this.#fields !== this.#dialect.columns) flag = countFault
    this.#mark(begun, end, flag)
    return this.#restart(next)
  }

  #restart(at: number): number {
    this.#start = at
    this.#at = at
    this.#state = fieldStart
    this.#fields = 1
    this.#flag = 0
    return at
  }

  #lineEnd(from: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      const byte = this.#window[at]
      if (byte === lf || byte === cr) return at
    }
    return to
  }

  #mark(from: number, to: number, flag: number): void {
    if (this.#marked === this.#marks.length) {
      const wider = new Int32Array(this.#marks.length * 2)
      wider.set(this.#marks)
      this.#marks = wider
    }
    this.#marks[this.#marked] = from
    this.#marks[this.#marked + 1] = to
    this.#marks[this.#marked + 2] = flag
    this.#marked += 3
  }

  #emit(): Buffer {
    const marks = this.#marks
    const count = this.#marked
    this.#marked = 0
    if (count === 0) return Buffer.alloc(0)
    const first = marks[0] as number
    const last = marks[count - 2] as number
    const clean = this.#readable(this.#window.subarray(first, last))
    let out: Buffer = Buffer.allocUnsafe(last - first + (count / 3) * 18 + 64)
    let length = 0
    for (let i = 0; i < count; i += 3) {
      const from = marks[i] as number
      const to = marks[i + 1] as number
      const flag = marks[i + 2] as number
      this.records += 1
      this.#digits.increase()
      const rule = flag === requote ? null : (rules[flag] ?? null)
      const record = this.#window.subarray(from, to)
      if (rule !== null || !(clean || this.#readable(record))) {
        this.#refuse(rule ?? 'scan.encoding', this.#base + from, record, to - from)
        continue
      }
      const bytes = flag === requote ? quoteBareFields(record, this.#dialect.delimiter) : undefined
      const need = length + (bytes?.length ?? to - from) + 20 + (last - to) + ((count - i) / 3) * 18
      if (bytes && need > out.length) out = widen(out, length, need)
      length = this.#digits.write(out, length)
      out[length++] = this.#dialect.delimiter
      length += bytes ? bytes.copy(out, length) : this.#window.copy(out, length, from, to)
      out[length++] = lf
    }
    return out.subarray(0, length)
  }

  #readable(bytes: Buffer): boolean {
    return isUtf8(bytes) && !(this.#dialect.replacementIsFault && bytes.includes(replacement))
  }

  #refuse(rule: ScanRule, offset: number, record: Buffer, sizeBytes: number): void {
    this.rejected += 1
    this.unread.push({
      row: this.#digits.value,
      offset,
      rule,
      bytes: Buffer.from(record.subarray(0, this.#limit)),
      sizeBytes,
    })
  }

  // The open record has passed the limit: a broken quote costs its first line, a long line is skipped to its end.
  #overflow(): Buffer {
    const pieces: Buffer[] = []
    while (this.#end - this.#start > this.#limit) {
      const line = this.#lineEnd(this.#start, this.#end - 1)
      if (line === this.#end - 1 || !this.#mayRescan()) {
        this.#beginSkip()
        break
      }
      this.#close(this.#end, this.#end)
      this.#split(false)
      pieces.push(this.#emit())
    }
    return Buffer.concat(pieces)
  }

  #beginSkip(): void {
    const from = this.#start
    this.records += 1
    this.#digits.increase()
    const bytes = Buffer.from(this.#window.subarray(from, from + this.#limit))
    this.#skip = { row: this.#digits.value, offset: this.#base + from, bytes, sizeBytes: this.#end - from }
    this.#base += this.#end
    this.#end = 0
    this.#restart(0)
  }

  #mayRescan(): boolean {
    return this.#rescanned < rescanAllowance + this.#consumed
  }

  #skipLine(chunk: Uint8Array): Uint8Array {
    let length = 0
    while (length < chunk.length && chunk[length] !== lf && chunk[length] !== cr) length += 1
    if (this.#skip) this.#skip.sizeBytes += length
    let taken = length
    if (length < chunk.length) {
      taken += chunk[length] === cr && chunk[length + 1] === lf ? 2 : 1
      this.#endSkip()
    }
    this.#base += taken
    return chunk.subarray(taken)
  }

  #endSkip(): void {
    if (!this.#skip) return
    const { row, offset, bytes, sizeBytes } = this.#skip
    this.#skip = undefined
    this.rejected += 1
    this.unread.push({ row, offset, rule: 'scan.tooLong', bytes, sizeBytes })
  }
}

/** A record's number as decimal digits, counted up in place. */
class RowNumber {
  value: number
  readonly #digits = Buffer.alloc(16, 0x30)
  #length: number

  constructor(value: number) {
    this.value = value
    const text = String(value)
    this.#length = text.length
    this.#digits.write(text, 16 - text.length, 'latin1')
  }

  increase(): void {
    this.value += 1
    let at = 15
    while (this.#digits[at] === 0x39) this.#digits[at--] = 0x30
    this.#digits[at] = (this.#digits[at] as number) + 1
    if (16 - at > this.#length) this.#length = 16 - at
  }

  write(out: Buffer, at: number): number {
    let to = at
    for (let i = 16 - this.#length; i < 16; i += 1) out[to++] = this.#digits[i] as number
    return to
  }
}

/** Puts bare fields that hold a quote into quotes, so that every reader after us agrees. */
function quoteBareFields(record: Buffer, delimiter: number): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  while (at <= record.length) {
    const wasQuoted = record[at] === quote
    let inside = wasQuoted
    let end = wasQuoted ? at + 1 : at
    while (end < record.length && (inside || record[end] !== delimiter)) {
      if (wasQuoted && record[end] === quote) inside = !inside
      end += 1
    }
    const field = record.subarray(at, end)
    if (wasQuoted || !field.includes(quote)) pieces.push(field)
    else pieces.push(Buffer.from(`"${field.toString('latin1').replaceAll('"', '""')}"`, 'latin1'))
    if (end < record.length) pieces.push(record.subarray(end, end + 1))
    at = end + 1
  }
  return Buffer.concat(pieces)
}

function widen(out: Buffer, length: number, need: number): Buffer {
  const wider = Buffer.allocUnsafe(Math.max(need, out.length * 2))
  out.copy(wider, 0, 0, length)
  return wider
}
