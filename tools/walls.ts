import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { listFiles } from './files.ts'

/** An import that goes through a wall. */
export interface Trespass {
  from: string
  to: string
  wall: string
}

const FLOORS = ['base', 'ground', 'flow', 'reach', 'apply']

/** The rooms of each floor from left to right; a room not named here has no place yet. */
const ROOMS: Record<string, string[]> = {
  ground: ['ledger', 'parties', 'policy', 'duties', 'standards', 'cases', 'catalog'],
  flow: ['collect', 'quality', 'integrate', 'compute', 'serve'],
  reach: ['share', 'open', 'rights', 'market', 'crossborder', 'federate'],
  apply: ['respond', 'warn', 'onething', 'observe'],
}

const SCANNED = ['server', 'cli', 'web']

/**
 * What the command line may use besides the generated contract: modules that stand alone, so that a
 * stranger can check a proof or a deadline without a database, and the server it starts.
 */
const OPEN_TO_CLI = [
  'server/main.ts',
  'server/ground/ledger/verify.ts',
  'server/ground/standards/checks/index.ts',
  /^city\//,
  /^server\/base\/(rules|clock)(\/|\.ts$)/,
]

/** Reads every import under the root and returns those that go up, right or past a door. */
export function findTrespasses(root: string): Trespass[] {
  return SCANNED.flatMap((folder) => listFiles(root, folder))
    .filter((name) => /\.(ts|tsx|mts|mjs|js)$/.test(name))
    .flatMap((from) =>
      readImports(readFileSync(join(root, from), 'utf8')).flatMap((target) => {
        const to = posix.join(posix.dirname(from), target)
        const wall = findWall(from, to)
        return wall === undefined ? [] : [{ from, to, wall }]
      }),
    )
}

const STATIC = /^[ \t]*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"](\.[^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"](\.[^'"]+)['"]/g

/** The relative imports of a module, static, dynamic and re-exported. */
export function readImports(source: string): string[] {
  return [STATIC, DYNAMIC].flatMap((pattern) => [...source.matchAll(pattern)].map((it) => it[1] ?? ''))
}

function findWall(from: string, to: string): string | undefined {
  const isTest = /\.test\.tsx?$/.test(from)
  if (isTest && (isUnder(to, 'tests') || isUnder(to, 'city'))) return undefined
  // A test of the console may hold it against the server's own function.
  if (isTest && isUnder(from, 'web') && isUnder(to, 'server')) return undefined
  if (isUnder(from, 'cli')) return findOuterWall(to, 'cli', OPEN_TO_CLI)
  if (isUnder(from, 'web')) return findOuterWall(to, 'web', [])
  return findInnerWall(place(from), place(to), to)
}

function findOuterWall(to: string, own: string, open: (string | RegExp)[]): string | undefined {
  if (isUnder(to, own) || isUnder(to, 'contract')) return undefined
  if (open.some((it) => (typeof it === 'string' ? it === to : it.test(to)))) return undefined
  return `${own} uses the contract, not the rooms`
}

interface Place {
  /** Index in FLOORS; -1 in the root of `server` or outside it. */
  floor: number
  floorName: string
  room: string
  order: number
}

function place(name: string): Place {
  const [top = '', floorName = '', room = '', ...rest] = name.split('/')
  const floor = top === 'server' && name.split('/').length > 2 ? FLOORS.indexOf(floorName) : -1
  const inRoom = floor > 0 && rest.length > 0
  return { floor, floorName, room: inRoom ? room : '', order: ROOMS[floorName]?.indexOf(room) ?? -1 }
}

function findInnerWall(from: Place, to: Place, target: string): string | undefined {
  if (from.floor > 0 && from.order < 0) return `no such room in ${from.floorName}`
  if (to.floor < 0) return findWallOutside(from, target)
  if (from.floor >= 0 && to.floor > from.floor) return 'upstairs'
  const sameRoom = from.floor === to.floor && from.room === to.room
  if (to.floor === 0 || sameRoom) return undefined
  if (from.floor === to.floor && to.order > from.order) return 'later room'
  const door = `server/${to.floorName}/${to.room}/index.ts`
  return target === door ? undefined : 'back door'
}

/** Out of the rooms lead only the record a room hands over, and law as data. */
function findWallOutside(from: Place, target: string): string | undefined {
  if (isUnder(target, 'rules') || isUnder(target, 'contract')) return undefined
  if (isUnder(target, 'server')) {
    const isOpen = from.floor < 0 || (from.floor > 0 && target === 'server/domain.ts')
    return isOpen ? undefined : 'composition root'
  }
  return target === 'package.json' ? undefined : 'out of the house'
}

function isUnder(name: string, folder: string): boolean {
  return name.startsWith(`${folder}/`)
}

if (process.argv[1] === import.meta.filename) {
  const root = process.argv[2] ?? join(import.meta.dirname, '..')
  const found = findTrespasses(root)
  for (const { from, to, wall } of found) console.log(`${wall}: ${from} → ${to}`)
  process.exitCode = found.length > 0 ? 1 : 0
}
