import type { Rules } from '../../base/rules/index.ts'

/** 信息资源代码: class 1 digit, item 2, branch 3, leaf of any width, "/", sequence (政务信息资源目录编制指南). */
export interface ResourceCode {
  readonly class: string
  readonly item: string
  readonly branch: string
  readonly leaf: string
  readonly sequence: number
}

/** Reads a resource code by the profile of the rule pack; undefined when it breaks the profile. */
export function parseCode(rules: Rules, text: string): ResourceCode | undefined {
  const found = new RegExp(rules.param<string>('catalog.resourceCode', 'pattern')).exec(text)
  const [, head, item, branch, leaf, sequence] = found ?? []
  if (
    head === undefined ||
    item === undefined ||
    branch === undefined ||
    leaf === undefined ||
    sequence === undefined
  ) {
    return undefined
  }
  return { class: head, item, branch, leaf, sequence: Number(sequence) }
}

/** Writes a resource code; the sequence is padded to `width` digits (000017). */
export function formatCode({ class: head, item, branch, leaf, sequence }: ResourceCode, width = 6): string {
  return `${head}${item}${branch}${leaf}/${String(sequence).padStart(width, '0')}`
}
