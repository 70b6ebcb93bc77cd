import { isUtf8 } from 'node:buffer'
import type { Bilingual } from '../../base/problem.ts'
import { refuse } from './problems.ts'
import { Scanner } from './scan.ts'
import { columnLimit, settings } from './settings.ts'
import type { ReadingPlan } from './types.ts'

type Encoding = ReadingPlan['encoding']

/** How many of these names the catalogue knows. */
export type Familiar = (columns: readonly string[]) => number

const delimiters = [',', '\t', ';', '|'] as const
const reserved = new Set(['_row'])

/**
 * Decides how a delivery is read, from its first bytes (up to 1 MB): encoding by byte order mark and fatal
 * decoding, delimiter by vote of the records, names from the first record. Header faults refuse.
 * `familiar` counts the names the catalogue knows: a header that speaks for itself outvotes the records.
 */
export function planReading(sample: Buffer, isWhole: boolean, familiar: Familiar = () => 0): ReadingPlan {
  const { encoding, bom, evidence } = detectEncoding(sample)
  const text = decodeSample(sample, encoding, isWhole)
  const skipped = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text)?.[0].length ?? 0
  if (text.length === skipped) throw refuse.empty()
  const body = text.slice(skipped)
  const choice = chooseDelimiter(body, isWhole, familiar)
  if (!choice) throw refuse.unreadableHeader()
  const columns = choice.fields.map(cleanName)
  refuseHeader(columns)
  return {
    encoding,
    bom,
    delimiter: choice.delimiter,
    columns,
    headerBytes: Buffer.byteLength(text.slice(0, skipped + choice.length)),
    strictQuotes: settings.strictQuotes(),
    unknownColumns: [],
    evidence: [evidence, choice.evidence],
  }
}

/** Names in a header, blanks around them cut (U+3000 and no-break space included). */
export function cleanName(name: string): string {
  return name.replace(/^[\s\u3000\uFEFF]+|[\s\u3000]+$/g, '')
}

interface Detected {
  encoding: Encoding
  bom: boolean
  evidence: Bilingual
}

function detectEncoding(sample: Buffer): Detected {
  const mark = readMark(sample)
  if (mark)
    return {
      encoding: mark,
      bom: true,
      evidence: { zh: `文件开头有 ${mark} 字节序标记`, en: `byte order mark of ${mark}` },
    }
  const wide = readWide(sample)
  if (wide)
    return {
      encoding: wide,
      bom: false,
      evidence: { zh: '隔位出现零字节', en: 'every other byte is often zero' },
    }
  const utf8 = lossOf(sample, 'utf-8')
  if (utf8.lost === 0) {
    const zh = utf8.wide === 0 ? '全部为 ASCII' : `${utf8.wide} 个多字节字符全部合法`
    const en = utf8.wide === 0 ? 'ASCII only' : `${utf8.wide} multi-byte characters, all valid`
    return { encoding: 'utf-8', bom: false, evidence: { zh: `UTF-8：${zh}`, en: `UTF-8: ${en}` } }
  }
  const gb = lossOf(sample, 'gb18030')
  const encoding = utf8.wide > utf8.lost * 4 || gb.lost >= utf8.lost ? 'utf-8' : 'gb18030'
  return {
    encoding,
    bom: false,
    evidence: {
      zh: `按 UTF-8 读有 ${utf8.lost} 处非法（${utf8.wide} 个多字节字符合法），按 GB18030 读有 ${gb.lost} 处非法`,
      en: `${utf8.lost} faults as UTF-8 (${utf8.wide} multi-byte characters valid), ${gb.lost} faults as GB18030`,
    },
  }
}

function readMark(sample: Buffer): Encoding | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8'
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  return undefined
}

function readWide(sample: Buffer): Encoding | undefined {
  const zeros = [0, 0]
  const looked = Math.min(sample.length, 65_536) & ~1
  for (let at = 0; at < looked; at += 1) if (sample[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > looked / 40 && even * 10 < odd) return 'utf-16le'
  if (even > looked / 40 && odd * 10 < even) return 'utf-16be'
  return undefined
}

function lossOf(sample: Buffer, encoding: Encoding): { lost: number; wide: number } {
  if (encoding === 'utf-8' && isUtf8(sample)) {
    return { lost: 0, wide: count(sample.toString(), /[^\0-\x7f]/gu) }
  }
  const text = new TextDecoder(encoding).decode(sample, { stream: true })
  const lost = count(text, /\uFFFD/g)
  return { lost, wide: count(text, /[^\0-\x7f]/gu) - lost }
}

function count(text: string, pattern: RegExp): number {
  let found = 0
  for (const _ of text.matchAll(pattern)) found += 1
  return found
}

// `stream` leaves out a character cut at the end of the sample instead of calling it a fault.
function decodeSample(sample: Buffer, encoding: Encoding, isWhole: boolean): string {
  return new TextDecoder(encoding).decode(sample, { stream: !isWhole })
}

interface Choice {
  delimiter: string
  fields: string[]
  length: number
  share: number
  known: number
  evidence: Bilingual
}

function chooseDelimiter(text: string, isWhole: boolean, familiar: Familiar): Choice | undefined {
  const body = Buffer.from(text)
  let best: Choice | undefined
  for (const delimiter of delimiters) {
    const header = readHeader(text, delimiter, isWhole)
    if (!header) continue
    const share = shareOfGood(
      body,
      Buffer.byteLength(text.slice(0, header.length)),
      delimiter,
      header.fields.length,
    )
    const { fields, length } = header
    const records = Math.round(share * 100)
    const named = delimiter === '\t' ? 'TAB' : delimiter
    const choice = {
      delimiter,
      fields,
      length,
      share,
      known: familiar(fields.map(cleanName)),
      evidence: {
        zh: `分隔符 ${named}：表头 ${fields.length} 列，抽样记录 ${records}% 列数一致`,
        en: `delimiter ${named}: ${fields.length} columns, ${records} % of the sampled records agree`,
      },
    }
    if (!best || isBetter(choice, best)) best = choice
  }
  return best
}

// One column always agrees with itself, so more columns win unless most records contradict them.
function isBetter(a: Choice, b: Choice): boolean {
  if (a.known !== b.known) return a.known > b.known
  if (a.fields.length > 1 !== b.fields.length > 1) return a.fields.length > 1 ? a.share >= 0.5 : b.share < 0.5
  return a.share > b.share + 0.02 || (a.share > b.share - 0.02 && a.fields.length > b.fields.length)
}

function shareOfGood(body: Buffer, from: number, delimiter: string, columns: number): number {
  const scanner = new Scanner({ delimiter: delimiter.charCodeAt(0), columns, strictQuotes: false })
  scanner.push(body.subarray(from, from + 262_144))
  return scanner.records === 0 ? 1 : 1 - scanner.rejected / scanner.records
}

/** The first record as names, and its length in characters; undefined when its quotes do not close. */
function readHeader(
  text: string,
  delimiter: string,
  isWhole: boolean,
): { fields: string[]; length: number } | undefined {
  const fields: string[] = []
  let field = ''
  let inside = false
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at] as string
    if (inside) {
      if (c !== '"') field += c
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else inside = false
    } else if (c === '"' && field.trim() === '') {
      field = ''
      inside = true
    } else if (c === delimiter) {
      fields.push(field)
      field = ''
    } else if (c === '\n' || c === '\r') {
      return { fields: [...fields, field], length: at + (c === '\r' && text[at + 1] === '\n' ? 2 : 1) }
    } else field += c
  }
  return inside || !isWhole ? undefined : { fields: [...fields, field], length: text.length }
}

function refuseHeader(columns: readonly string[]): void {
  if (columns.length > columnLimit)
    throw refuse.tooManyColumns({ columns: columns.length, limit: columnLimit })
  const empty = columns.flatMap((name, i) => (name === '' ? [i + 1] : []))
  if (empty.length > 0) throw refuse.emptyNames({ columns: empty.slice(0, 20) })
  const bad = columns.filter(
    (name) => name.length > 200 || /[\0\uFFFD]/.test(name) || reserved.has(name.toLowerCase()),
  )
  if (bad.length > 0) throw refuse.badNames({ names: bad.slice(0, 20).map((name) => name.slice(0, 60)) })
  // The engine's names ignore case, hence so do we.
  const seen = new Map<string, number>()
  for (const name of columns) seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1)
  const twice = columns.filter((name) => (seen.get(name.toLowerCase()) ?? 0) > 1)
  if (twice.length > 0) throw refuse.duplicateNames({ names: [...new Set(twice)].slice(0, 20) })
}
