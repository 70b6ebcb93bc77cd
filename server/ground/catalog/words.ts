import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

/** Weights of a find: title, items and elements, department and code, abstract. */
export type Weight = 'A' | 'B' | 'C' | 'D'

const mostLexemes = 4000

let jieba: Jieba | undefined

/** Words, character pairs and, for short Chinese texts, single characters: what a text can be found by. */
export function wordsOf(text: string): string[] {
  const folded = fold(text)
  const words = cut(folded)
  const runs = chineseRuns(folded)
  const short = [...folded].length <= 20
  return [...new Set([...words, ...runs.flatMap(pairsOf), ...(short ? runs.flatMap((run) => [...run]) : [])])]
}

/**
 * A query as a tsquery literal: every word must be found, or every pair of neighbouring characters,
 * since the dictionary may cut title and query differently. Undefined when nothing can be sought.
 */
export function queryOf(text: string): string | undefined {
  const folded = fold(text)
  const words = cut(folded)
  if (words.length === 0) return undefined
  const latin = words.filter((word) => !/\p{Script=Han}/u.test(word))
  const pairs = [
    ...latin,
    ...chineseRuns(folded).flatMap((run) => ([...run].length === 1 ? [run] : pairsOf(run))),
  ]
  const all = (lexemes: readonly string[]) =>
    `(${[...new Set(lexemes)].map((lexeme) => `${quote(lexeme)}:*`).join(' & ')})`
  return [...new Set([all(words), all(pairs)])].join(' | ')
}

/** Weighted texts as a tsvector literal, built here so that no parser or locale of the database matters. */
export function vectorOf(texts: readonly { text: string; weight: Weight }[]): string {
  const weights = new Map<string, Weight>()
  for (const { text, weight } of texts) {
    for (const word of wordsOf(text)) {
      const known = weights.get(word)
      if (known === undefined || weight < known) weights.set(word, weight)
    }
  }
  return [...weights]
    .slice(0, mostLexemes)
    .map(([word, weight]) => `${quote(word)}:1${weight}`)
    .join(' ')
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function cut(folded: string): string[] {
  jieba ??= Jieba.withDict(dict)
  const words = jieba.cutForSearch(folded, true).flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? [])
  return [...new Set(words.filter((word) => word.length <= 64))]
}

function chineseRuns(folded: string): string[] {
  return folded.match(/\p{Script=Han}+/gu) ?? []
}

function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`)
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
