import { parseArgs } from 'node:util'
import { clientOptions, openClient } from './client.ts'
import { say, sayJson, table, usage } from './terminal.ts'

interface Found {
  items: {
    id: string
    code: string
    name: { zh: string; en: string }
    provider: string
    attribute: string
    cycle: string
    grade: string
  }[]
}

/** `catalog search WORDS…`: published entries of every level, with filters. */
export async function run(args: string[]): Promise<number> {
  const {
    positionals: [verb, ...words],
    values,
  } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...clientOptions,
      attribute: { type: 'string' },
      department: { type: 'string' },
      level: { type: 'string' },
      grade: { type: 'string' },
      cycle: { type: 'string' },
      limit: { type: 'string' },
    },
  })
  if (verb !== 'search')
    throw usage('用法 / usage: zhishu catalog search WORDS… [--attribute …] [--department …] [--level …]')
  const { json, as: _as, password: _password, url: _url, ...filters } = values
  const query = new URLSearchParams(
    Object.entries(filters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  if (words.length > 0) query.set('q', words.join(' '))
  const found = await (await openClient(values)).get<Found>(`/api/catalog/search?${query}`)
  if (json) sayJson(found)
  else {
    say(
      table(
        ['resource', '名称', '提供方', '共享属性', '分级', '更新'],
        found.items.map((it) => [it.id, it.name.zh, it.provider, it.attribute, it.grade, it.cycle]),
      ),
    )
  }
  return 0
}
