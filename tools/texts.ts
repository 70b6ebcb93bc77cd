import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CallExpression, Expression, Node } from 'typescript/unstable/ast'
import {
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isStringLiteral,
  isTemplateExpression,
} from 'typescript/unstable/ast/is'
import { API, type Checker, type Type } from 'typescript/unstable/sync'

/** Keys of the console's texts, `area.group.key`; one that ends in a dot stands for all that begins with it. */
type Key = string

/** Every key that the Chinese texts of a folder declare. */
export async function readKeys(folder: string): Promise<Key[]> {
  const files = readdirSync(folder).filter((it) => it.endsWith('.zh.ts'))
  const keys = await Promise.all(
    files.map(async (file) => {
      const { texts } = (await import(pathToFileURL(join(folder, file)).href)) as { texts: Tree }
      return leavesOf(texts, `${file.replace('.zh.ts', '')}.`)
    }),
  )
  return keys.flat()
}

/** The keys for which no line of the console asks, by the types of what is handed to `t`, `term` and `words`. */
export function findUnasked(root: string, keys: readonly Key[]): Key[] {
  const api = new API({ cwd: root })
  try {
    const config = join(root, 'web/tsconfig.json')
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (!project) throw new Error(`${config} cannot be opened`)
    const { program, checker } = project
    const here = join(root, 'web/src').replaceAll(sep, '/')
    const asked = program
      .getSourceFileNames()
      .filter((it) => it.startsWith(here) && !it.includes('/texts/') && !it.includes('.test.'))
      .flatMap((name) => {
        const file = program.getSourceFile(name)
        return file ? askedIn(file, checker) : []
      })
    const exact = new Set(asked)
    const heads = [...exact].filter((it) => it.endsWith('.'))
    return keys.filter((key) => {
      const said = key.replace(/_(one|other)$/, '')
      return !exact.has(key) && !exact.has(said) && !heads.some((it) => said.startsWith(it))
    })
  } finally {
    api.close()
  }
}

interface Tree {
  readonly [key: string]: string | Tree
}

function leavesOf(tree: Tree, head: string): Key[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${head}${key}`] : leavesOf(value, `${head}${key}.`),
  )
}

function askedIn(file: Node, checker: Checker): Key[] {
  const nodes = allOf(file)
  const strings = nodes.flatMap((it) => (isStringLiteral(it) && it.text !== '' ? [it.text] : []))
  return nodes.flatMap((node) => {
    if (isCallExpression(node)) return askedByCall(node, checker, strings)
    return isChain(node) && !isChain(node.parent) ? askedOfWords(node, checker) : []
  })
}

function allOf(node: Node): Node[] {
  const nodes: Node[] = [node]
  node.forEachChild((child) => {
    nodes.push(...allOf(child))
  })
  return nodes
}

/** `t('a.b')`, `term(group, id)`, and `getResource(language, area, key)`, whose key may stand anywhere in the file. */
function askedByCall(call: CallExpression, checker: Checker, strings: readonly string[]): Key[] {
  const [first, second, third] = call.arguments
  if (!first) return []
  if (isPropertyAccessExpression(call.expression) && call.expression.name.text === 'getResource') {
    const [area] = second ? literalsOf(second, checker) : []
    if (area === undefined || area === 'terms' || !third) return []
    return [...headsIn(third, checker), ...strings].map((it) => `${area}.${it}`)
  }
  const callee = checker.getTypeAtLocation(call.expression)
  const written = callee ? checker.typeToString(callee) : ''
  const area = /^TFunction<"(\w+)"/.exec(written)?.[1]
  if (area) return literalsOf(first, checker).map((it) => `${area}.${it}`)
  if (written !== 'Term' || !second) return []
  const ids = literalsOf(second, checker)
  return literalsOf(first, checker).flatMap((group) =>
    ids.length === 0 ? [`terms.${group}.`] : ids.map((id) => `terms.${group}.${id}`),
  )
}

/** What templates begin with: `kinds.${kind}` asks for all kinds. */
function headsIn(node: Node, checker: Checker): Key[] {
  return allOf(node)
    .filter(isTemplateExpression)
    .flatMap(({ head, templateSpans: [span] }) => {
      if (head.text !== '') return [head.text]
      return span ? literalsOf(span.expression, checker).map((it) => `${it}.`) : []
    })
}

function isChain(node: Node) {
  return isPropertyAccessExpression(node) || isElementAccessExpression(node)
}

/** The public pages take their words from an object: `words.facets[name]`. */
function askedOfWords(chain: Node, checker: Checker): Key[] {
  return pathsOf(chain, checker)
    .filter((it) => it !== 'open')
    .flatMap((it) => [it, `${it}.`])
}

function pathsOf(node: Node, checker: Checker): Key[] {
  if (isIdentifier(node)) return node.text === 'words' ? ['open'] : []
  if (isPropertyAccessExpression(node))
    return pathsOf(node.expression, checker).map((it) => `${it}.${node.name.text}`)
  if (!isElementAccessExpression(node)) return []
  const names = literalsOf(node.argumentExpression, checker)
  const paths = pathsOf(node.expression, checker)
  return names.length === 0 ? paths : paths.flatMap((it) => names.map((name) => `${it}.${name}`))
}

function literalsOf(node: Expression, checker: Checker): string[] {
  const type = checker.getTypeAtLocation(node)
  return type ? literalsIn(type) : []
}

function literalsIn(type: Type): string[] {
  if (type.isUnionType()) return type.getTypes().flatMap(literalsIn)
  return type.isStringLiteralType() ? [type.value] : []
}

if (process.argv[1] === import.meta.filename) {
  const root = process.argv[2] ?? join(import.meta.dirname, '..')
  const found = findUnasked(root, await readKeys(join(root, 'web/src/texts')))
  for (const key of found) console.log(`${key}: no line of the console asks for it`)
  process.exitCode = found.length > 0 ? 1 : 0
}
