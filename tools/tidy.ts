import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listKept } from './files.ts'

/** One thing that is out of order. */
export interface Untidy {
  file: string
  /** 1-based; 0 where it is about the file as a whole. */
  line: number
  fault: string
}

const CODE = /\.(ts|tsx|mts|mjs|js|sql|css)$/
const GENERATED = /^contract\/|\.gen\.|^package-lock\.json$/
const FILE_LINES = 500
const DOOR_LINES = 60
const TEXT_BYTES = 2_000_000

/** Written in pieces, so that this file does not find itself. */
const IN_CODE: [RegExp, string][] = [
  [new RegExp(`\\b(TO${'DO'}|FIX${'ME'})\\b`), 'work left for later'],
  [new RegExp(`\\bas ${'any'}\\b`), 'a type given up'],
  [new RegExp(`@ts-${'ignore'}`), 'a type error silenced'],
]
const REGISTRIES = [
  'registry.npmjs',
  'registry.yarnpkg',
  'npmmirror',
  'artifactory',
  'verdaccio',
  'pythonhosted',
]
const ANYWHERE: [RegExp, string][] = [
  [/(?<![\w.:/*$}-])\/(root|work|home\/[\w-]+|Users\/[\w-]+)\/[\w.]/, "a path of somebody's machine"],
  [new RegExp(`(${REGISTRIES.join('|').replaceAll('.', '[.]')})[.]`, 'i'), 'a registry host'],
]

/** What is out of order in the files that are, or would be, committed under the root. */
export function findUntidy(root: string): Untidy[] {
  const kept = listKept(root)
  return [...kept.flatMap((file) => readFile(root, file)), ...findBareRooms(root, kept)]
}

function readFile(root: string, file: string): Untidy[] {
  const path = join(root, file)
  if (statSync(path).size > TEXT_BYTES) return []
  const text = readFileSync(path, 'utf8')
  if (text.includes('\0')) return []
  const lines = text.replace(/\n$/, '').split('\n')
  const isCode = CODE.test(file) && !GENERATED.test(file)
  return [
    ...findIn(lines, file, isCode ? [...IN_CODE, ...ANYWHERE] : ANYWHERE),
    ...(isCode && lines.length > FILE_LINES ? [tooLong(file, lines.length, FILE_LINES)] : []),
    ...(isDoor(file) && lines.length > DOOR_LINES ? [tooLong(file, lines.length, DOOR_LINES)] : []),
  ]
}

function findIn(lines: string[], file: string, patterns: [RegExp, string][]): Untidy[] {
  return lines.flatMap((text, at) =>
    patterns.filter(([pattern]) => pattern.test(text)).map(([, fault]) => ({ file, line: at + 1, fault })),
  )
}

function tooLong(file: string, lines: number, limit: number): Untidy {
  return { file, line: 0, fault: `${lines} lines, at most ${limit}` }
}

const ROOM = /^server\/(?:ground|flow|reach|apply)\/[^/]+(?=\/)/

function isDoor(file: string): boolean {
  return file.replace(ROOM, '') === '/index.ts'
}

function findBareRooms(root: string, kept: string[]): Untidy[] {
  const rooms = new Set(kept.flatMap((file) => ROOM.exec(file)?.[0] ?? []))
  return [...rooms]
    .sort()
    .flatMap((room) =>
      ['README.md', 'index.ts']
        .filter((name) => !existsSync(join(root, room, name)))
        .map((name) => ({ file: room, line: 0, fault: `a room without ${name}` })),
    )
}

if (process.argv[1] === import.meta.filename) {
  const found = findUntidy(process.argv[2] ?? join(import.meta.dirname, '..'))
  for (const { file, line, fault } of found) console.log(`${file}${line > 0 ? `:${line}` : ''}: ${fault}`)
  process.exitCode = found.length > 0 ? 1 : 0
}
