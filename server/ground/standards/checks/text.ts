/**
 * Text handling twice: in TypeScript and as DuckDB SQL that gives the same result.
 * Regular expressions keep to what RE2 and JavaScript share and always match the whole text.
 */

const wide = `${Array.from({ length: 94 }, (_, i) => String.fromCharCode(0xff01 + i)).join('')}\u3000`
const narrow = `${Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('')} `
const lower = 'abcdefghijklmnopqrstuvwxyz'
const blanks = '\t\n\v\f\r \u00a0\u3000\ufeff\u200b'

export interface Fold {
  squeeze?: string
  upper?: boolean
}

/** Full-width to ASCII, outer blanks off, then the element's own folding. */
export function foldText(raw: string, { squeeze = '', upper = false }: Fold = {}): string {
  let text = raw
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
  let from = 0
  let to = text.length
  while (from < to && blanks.includes(text.charAt(from))) from += 1
  while (to > from && blanks.includes(text.charAt(to - 1))) to -= 1
  text = text.slice(from, to)
  for (const sign of squeeze) text = text.replaceAll(sign, '')
  return upper ? upperAscii(text) : text
}

/** ASCII letters only: other alphabets differ between engines. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]/g, (sign) => sign.toUpperCase())
}

/** The twin of foldText for a SQL text expression that is cheap to repeat. Most values are clean already. */
export function foldSql(text: string, fold: Fold = {}): string {
  return `CASE WHEN ${unfoldedSql(text, fold)} THEN ${text} ELSE ${foldAnySql(text, fold)} END`
}

function unfoldedSql(text: string, { squeeze = '', upper = false }: Fold): string {
  const signs = [...narrow.trimEnd()].filter(
    (sign) => !squeeze.includes(sign) && !(upper && lower.includes(sign)),
  )
  const ascii = signs
    .map((sign) => (/[A-Za-z0-9]/.test(sign) ? sign : `\\x${sign.charCodeAt(0).toString(16)}`))
    .join('')
  return wholeSql(text, `[${ascii}\\x{4e00}-\\x{9fff}]*`)
}

function foldAnySql(text: string, { squeeze = '', upper = false }: Fold): string {
  const half = `CASE WHEN regexp_matches(${text}, '[！-～\u3000]') THEN translate(${text}, ${quote(wide)}, ${quote(narrow)}) ELSE ${text} END`
  const squeezed = [...squeeze].reduce(
    (inner, sign) => `replace(${inner}, ${quote(sign)}, '')`,
    `trim(${half}, ${quote(blanks)})`,
  )
  if (!upper) return squeezed
  const letters = `translate(u, '${lower}', '${lower.toUpperCase()}')`
  const shifted = `CASE WHEN strlen(u) = length(u) THEN upper(u) WHEN regexp_matches(u, '[a-z]') THEN ${letters} ELSE u END`
  return letSql(squeezed, 'u', shifted)
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Binds an expression to a name, so that it is evaluated once: DuckDB finds no common parts inside CASE. */
export function letSql(value: string, name: string, body: string): string {
  return `list_transform([${value}], lambda ${name}: ${body})[1]`
}

/** A pattern over the whole text, as JavaScript reads it. */
export function wholeRegExp(pattern: string): RegExp {
  return new RegExp(`^(?:${scripts(pattern)})$`, 'u')
}

export function wholeSql(text: string, pattern: string): string {
  return `regexp_full_match(${text}, ${quote(pattern)})`
}

export function rewriteText(text: string, rewrites: readonly (readonly [string, string])[]): string {
  return rewrites.reduce(
    (now, [pattern, by]) => now.replace(rewriter(pattern), by.replaceAll('\\', '$')),
    text,
  )
}

export function rewriteSql(text: string, rewrites: readonly (readonly [string, string])[]): string {
  return rewrites.reduce(
    (now, [pattern, by]) => `regexp_replace(${now}, ${quote(pattern)}, ${quote(by)}, 'g')`,
    text,
  )
}

/** Length in code points, as both engines count. */
export function lengthOf(text: string): number {
  let n = 0
  for (const _ of text) n += 1
  return n
}

const rewriters = new Map<string, RegExp>()

function rewriter(pattern: string): RegExp {
  const found = rewriters.get(pattern) ?? new RegExp(scripts(pattern), 'gu')
  rewriters.set(pattern, found)
  return found
}

const scripts = (pattern: string) => pattern.replaceAll('\\p{Han}', '\\p{Script=Han}')
