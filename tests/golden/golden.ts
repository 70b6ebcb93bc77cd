import { readFile } from 'node:fs/promises'
import { refuseAtEdge } from '../../server/base/http/index.ts'
import { listProblems, writeOpenApi } from '../../server/base/http/openapi.ts'
import { domains } from '../../server/domains.ts'
import { routeEntries } from '../../server/house.ts'

/** Path → text of every file that is generated from the house and committed. */
export async function goldenFiles(): Promise<Record<string, string>> {
  const refusals = {
    base: refuseAtEdge.table,
    ...Object.fromEntries(domains.flatMap(({ name, refusals }) => (refusals ? [[name, refusals]] : []))),
  }
  return {
    'contract/openapi.json': `${JSON.stringify(writeOpenApi(routeEntries(), refusals), null, 1)}\n`,
    'tests/golden/problems.txt': tellProblems(listProblems(refusals)),
    'tests/golden/roles.txt': await tellRoles(),
    'tests/golden/routes.txt': tellRoutes(),
  }
}

function tellProblems(problems: ReturnType<typeof listProblems>): string {
  return Object.entries(problems)
    .map(([type, { status, zh, en }]) => `${status} ${type}\n    ${zh}\n    ${en}\n`)
    .join('')
}

function tellRoutes(): string {
  const lines = routeEntries().map(
    ({ method, path, route, raw }) => `${path}  ${method}  ${(route ?? raw)?.may}`,
  )
  return `${lines.sort().join('\n')}\n`
}

/** The role × action matrix: ● may, · may not. */
async function tellRoles(): Promise<string> {
  const roles: Record<string, { family: string; actions: string[] }> = JSON.parse(
    await readFile(new URL('../../rules/roles.json', import.meta.url), 'utf8'),
  )
  const names = Object.keys(roles)
  const actions = [...new Set(names.flatMap((name) => roles[name]?.actions ?? []))].sort()
  const head = names.map((name) => `${name} (${roles[name]?.family})`)
  const rows = actions.map(
    (action) =>
      `${action.padEnd(24)}${names.map((name, i) => mark(roles[name]?.actions, action).padEnd((head[i]?.length ?? 0) + 2)).join('')}`,
  )
  return `${' '.repeat(24)}${head.map((name) => `${name}  `).join('')}\n${rows.map((row) => row.trimEnd()).join('\n')}\n`
}

function mark(actions: readonly string[] | undefined, action: string): string {
  return actions?.includes(action) ? '●' : '·'
}
