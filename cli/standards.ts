import { parseArgs } from 'node:util'
import { checkValue, element, elements } from '../server/ground/standards/checks/index.ts'
import { CommandFailed, say, sayJson, table, usage } from './terminal.ts'

/** `standards check ELEMENT VALUE…`: verdict, normal form and reasons of each value. */
export async function run(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  const [verb, id, ...raw] = positionals
  if (verb === 'list') return list(values.json === true)
  if (verb !== 'check' || !id || raw.length === 0)
    throw usage('用法 / usage: zhishu standards check ELEMENT VALUE… | standards list')
  if (!elements().some((it) => it.id === id)) {
    throw new CommandFailed(1, {
      title: `没有数据元 ${id}；全部见 zhishu standards list / no element ${id}; see zhishu standards list`,
    })
  }
  const verdicts = raw.map((value) => ({ value, ...checkValue(id, value) }))
  if (values.json) sayJson({ element: id, verdicts })
  else {
    const { zh, en, format } = element(id)
    say(`${zh} / ${en} · ${format}`)
    for (const { value, ok, normal, missing, faults } of verdicts) {
      say(
        `${ok ? '✓' : '✗'} ${value}${missing ? '  （视为缺失 / counts as missing）' : normal !== null && normal !== value ? `  → ${normal}` : ''}`,
      )
      for (const { severity, zh, en, basis } of faults)
        say(`    ${severity === 'warn' ? '!' : '·'} ${zh} / ${en} (${basis})`)
    }
  }
  return verdicts.every(({ ok }) => ok) ? 0 : 1
}

function list(json: boolean): number {
  if (json) sayJson(elements())
  else
    say(
      table(
        ['element', '名称', 'name', 'format'],
        elements().map(({ id, zh, en, format }) => [id, zh, en, format]),
      ),
    )
  return 0
}
