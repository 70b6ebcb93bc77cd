import type { FieldFault } from '../problem.ts'

/** Limits of a JSON document at the edge (design: security.md §3.8). */
const depthLimit = 32

/** The first fault of a document that JSON.parse would accept or silently change. */
export class JsonFault extends Error {
  readonly fault: FieldFault
  constructor(fault: FieldFault) {
    super(`${fault.field}: ${fault.en}`)
    this.fault = fault
  }
}

/**
 * Reads JSON without losing or changing anything: refuses duplicate keys, integers beyond 2^53,
 * NUL and lone surrogates, `__proto__`, and nesting deeper than 32, naming the field (RFC 8259, I-JSON RFC 7493).
 */
export function parseStrict(text: string): unknown {
  return new Reader(text).document()
}

class Reader {
  private readonly text: string
  private at = 0
  private readonly path: (string | number)[] = []

  constructor(text: string) {
    this.text = text
  }

  document(): unknown {
    const value = this.value()
    this.space()
    if (this.at < this.text.length)
      throw this.fault('syntax', '文档之后还有内容', 'something follows the document')
    return value
  }

  private value(): unknown {
    this.space()
    const c = this.text[this.at]
    if (c === '{') return this.object()
    if (c === '[') return this.array()
    if (c === '"') return this.string()
    if (c === '-' || (c !== undefined && c >= '0' && c <= '9')) return this.number()
    return this.word()
  }

  private object(): Record<string, unknown> {
    this.enter()
    const found: Record<string, unknown> = {}
    if (this.take('}')) return this.leave(found)
    do {
      this.space()
      const key = this.string()
      this.path.push(key)
      if (key === '__proto__') throw this.fault('key', '不允许的键名', 'this key is not allowed')
      if (Object.hasOwn(found, key))
        throw this.fault('duplicate', '同一对象中键名重复', 'the key stands twice in one object')
      if (!this.take(':')) throw this.fault('syntax', '此处应为冒号', 'a colon is expected here')
      found[key] = this.value()
      this.path.pop()
    } while (this.take(','))
    if (!this.take('}'))
      throw this.fault('syntax', '此处应为逗号或右花括号', 'a comma or closing brace is expected here')
    return this.leave(found)
  }

  private array(): unknown[] {
    this.enter()
    const found: unknown[] = []
    if (this.take(']')) return this.leave(found)
    do {
      this.path.push(found.length)
      found.push(this.value())
      this.path.pop()
    } while (this.take(','))
    if (!this.take(']'))
      throw this.fault('syntax', '此处应为逗号或右方括号', 'a comma or closing bracket is expected here')
    return this.leave(found)
  }

  private depth = 0

  private enter(): void {
    this.at += 1
    this.depth += 1
    if (this.depth > depthLimit)
      throw this.fault('depth', `嵌套超过 ${depthLimit} 层`, `nested deeper than ${depthLimit}`)
  }

  private leave<T>(found: T): T {
    this.depth -= 1
    return found
  }

  private string(): string {
    if (this.text[this.at] !== '"') throw this.fault('syntax', '此处应为字符串', 'a string is expected here')
    const start = this.at
    for (this.at += 1; this.text[this.at] !== '"'; this.at += 1) {
      if (this.at >= this.text.length) throw this.fault('syntax', '字符串未结束', 'the string does not end')
      if (this.text[this.at] === '\\') this.at += 1
    }
    this.at += 1
    const value = this.parse(this.text.slice(start, this.at)) as string
    if (value.includes('\0')) throw this.fault('nul', '不允许空字符 U+0000', 'NUL (U+0000) is not allowed')
    if (!value.isWellFormed())
      throw this.fault('surrogate', '含有不成对的代理码', 'a lone surrogate is not allowed')
    return value
  }

  private number(): number {
    const [source] = /^-?[0-9.eE+-]*/.exec(this.text.slice(this.at, this.at + 400)) ?? ['']
    const value = this.parse(source) as number
    const whole = /^-?\d+$/.test(source)
    if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      throw this.fault(
        'integer',
        '整数超出 2^53，请改用字符串',
        'the integer is beyond 2^53; write it as a string',
      )
    }
    this.at += source.length
    return value
  }

  private word(): unknown {
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
    }
    throw this.fault('syntax', '不是合法的 JSON', 'not JSON')
  }

  private parse(source: string): unknown {
    try {
      return JSON.parse(source)
    } catch {
      throw this.fault('syntax', '不是合法的 JSON', 'not JSON')
    }
  }

  private take(c: string): boolean {
    this.space()
    if (this.text[this.at] !== c) return false
    this.at += 1
    return true
  }

  private space(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'x')) this.at += 1
  }

  private fault(rule: string, zh: string, en: string): JsonFault {
    const field = this.path
      .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('')
    return new JsonFault({ field: field || '/', rule, zh, en: `${en} (at character ${this.at})` })
  }
}
