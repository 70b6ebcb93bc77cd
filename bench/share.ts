import { join } from 'node:path'
import { register } from '../city/resources.ts'
import { settle } from '../city/settle.ts'
import type { Ctx } from '../server/base/ctx.ts'
import { systemActor } from '../server/base/ctx.ts'
import { writeFiles } from '../server/base/lake/index.ts'
import { prepareAgreement } from '../server/flow/serve/index.ts'
import { addVersion, advanceVersion, registerResource } from '../server/ground/catalog/index.ts'
import { putPlan } from '../server/ground/policy/index.ts'
import { inHouse } from './house.ts'
import { type Figure, median, type Question, timed } from './question.ts'
import { runNode } from './server.ts'

const rows = 1_000_000
const rounds = 3

/** One agreement's rows cut from a checked version: fields, masks, order, digests, look-up and all. */
export const share: Question = {
  name: 'share',
  asks: 'materialising one agreement snapshot of 1 M rows',
  run: () =>
    inHouse(async (house, _connection, directory) => {
      const ctx = { ...house.ctx, actor: systemActor('city') }
      await settle(ctx)
      await house.ctx.jobs.drain(ctx)
      const { resource, files } = await landChecked(ctx)
      const plain: number[] = []
      const keyed: number[] = []
      for (let i = 0; i < rounds; i++) plain.push(await cut(ctx, resource, `agr_bench_plain_${i}`, null))
      for (let i = 0; i < rounds; i++) keyed.push(await cut(ctx, resource, `agr_bench_keyed_${i}`, 'uscc'))
      const bare = await copyBare(files, directory)
      return figures(median(plain), median(keyed), bare)
    }),
}

function figures(plain: number, keyed: number, bare: number): Figure[] {
  return [
    {
      what: 'snapshot without look-up',
      value: rows / plain,
      unit: 'rows/s',
      bare: rows / bare,
      note: `7 fields, 2 masks; ${plain.toFixed(2)} s; bare: COPY of the same columns, sorted, no masks, ${bare.toFixed(2)} s`,
    },
    {
      what: 'snapshot with its key look-up (LMDB)',
      value: rows / keyed,
      unit: 'rows/s',
      bare: rows / bare,
      note: `${keyed.toFixed(2)} s`,
    },
  ]
}

const shown = ['uscc', 'name', 'representative', 'status', 'industry', 'division', 'mobile']

/** Registers the enterprise register and gives it one checked version of a million made-up firms. */
async function landChecked(ctx: Ctx): Promise<{ resource: string; files: string }> {
  const provider = { ...ctx, actor: { kind: 'system', id: 'bench', party: 'sz.market', roles: [] } as const }
  const { id } = await registerResource(provider, { ...register, provider: 'sz.market' })
  const cells = register.items.map(({ name, type }) => `${cellOf(name, type)} as "${name}"`)
  const path = `resources/${id}/checked`
  const table = ctx.lake.table(path)
  const sql = `select ${cells.join(', ')}, i as _row from range(1, ${rows + 1}) t(i)`
  const written = await writeFiles(ctx.lake, { into: table, sql })
  const version = await table.commit({
    mode: 'replace',
    schema: written.columns,
    files: written.files,
    operation: 'WRITE',
  })
  const { n } = await addVersion(ctx, {
    resource: id,
    origin: 'delivery',
    delivery: null,
    landed: rows,
    tables: {},
  })
  const tables = { checked: { path, version } }
  await advanceVersion(ctx, id, n, { from: 'landed', to: 'checked', accepted: rows, rejected: 0, tables })
  await ctx.jobs.drain(ctx)
  return { resource: id, files: join(ctx.lake.root, path, '*.parquet') }
}

function cellOf(name: string, type: string): string {
  if (name === 'uscc') return "printf('91440300MA%08d', (i * 7919) % 100000000)"
  if (name === 'name') return "printf('深圳市%s科技有限公司', substr(md5(i::varchar), 1, 8))"
  if (name === 'representative') return "['赵文静', '钱志强', '孙晓东', '李娜'][1 + i % 4]"
  if (name === 'status') return "['存续', '吊销', '注销'][1 + i % 3]"
  if (name === 'mobile') return "printf('138%08d', (i * 104729) % 100000000)"
  if (name === 'division') return "['440310', '440305', '440306'][1 + i % 3]"
  if (type === 'string') return "printf('%04d', i % 1000)"
  if (type === 'date') return "date '2001-01-01' + cast(i % 9000 as integer)"
  return `cast(i % 5000 as ${type === 'long' ? 'bigint' : type})`
}

async function cut(ctx: Ctx, resource: string, id: string, keyField: string | null): Promise<number> {
  await putPlan(ctx, {
    id,
    resource,
    applicant: 'ps.hr',
    provider: 'sz.market',
    purpose: '稳岗返还资格核验',
    fields: shown.map((name) => ({
      name,
      mask: name === 'representative' ? 'name' : name === 'mobile' ? 'mobile' : null,
    })),
    rows: null,
    modes: ['api', 'delta'],
    from: ctx.clock.today(),
    until: '2099-12-31',
    state: 'inForce',
    revision: 1,
    keyField,
  })
  return (await timed(() => prepareAgreement(ctx, id))).seconds
}

async function copyBare(files: string, directory: string): Promise<number> {
  const columns = shown.map((name) => `"${name}"`).join(', ')
  const seconds: number[] = []
  for (let i = 0; i < rounds; i++) {
    const target = join(directory, `bare-${i}.parquet`)
    const lines = await runNode(['bench/bare-copy.ts', 'parquet', files, target, columns, '"uscc"'])
    seconds.push((JSON.parse(lines.at(-1) ?? '') as { seconds: number }).seconds)
  }
  return median(seconds)
}
