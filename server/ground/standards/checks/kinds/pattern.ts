import { error } from '../faults.ts'
import { lengthOf, rewriteSql, rewriteText, wholeRegExp, wholeSql } from '../text.ts'
import type { Element } from '../types.ts'
import { firstFault, type Kind } from './kind.ts'

const compiled = new Map<string, RegExp>()

/** Texts judged by length and pattern. */
export const pattern: Kind = {
  read: (x, { rewrite = [] }) => rewriteText(x, rewrite),
  judge(n, _x, element) {
    if (element.length && !within(lengthOf(n), element.length)) return [error('length')]
    return matches(n, element) ? [] : [error('format')]
  },
  readSql: (x, { rewrite = [] }) => rewriteSql(x, rewrite),
  judgeSql(n, _x, { length, pattern = '' }) {
    const shape: [string, 'format'] = [`NOT ${wholeSql(n, pattern)}`, 'format']
    return length
      ? firstFault([`length(${n}) NOT BETWEEN ${length[0]} AND ${length[1]}`, 'length'], shape)
      : firstFault(shape)
  },
}

function matches(text: string, { pattern = '' }: Element): boolean {
  const found = compiled.get(pattern) ?? wholeRegExp(pattern)
  compiled.set(pattern, found)
  return found.test(text)
}

const within = (n: number, [min, max]: readonly [number, number]) => n >= min && n <= max
