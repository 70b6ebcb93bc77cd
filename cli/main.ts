import { CommandFailed, isJson, showProblem } from './terminal.ts'

/** Every command of `npx zhishu`, one file each; loaded only when called, so that help is instant. */
const commands: Record<
  string,
  { help: string; load: () => Promise<{ run(args: string[]): Promise<number> }> }
> = {
  start: {
    help: '启动、种演示城市、走主线 / start, plant the demo city, run the main job   [--once] [--story]',
    load: () => import('./start.ts'),
  },
  serve: { help: '只启动服务 / serve only', load: () => import('./serve.ts') },
  migrate: { help: '升级数据库 / bring the database up to date', load: () => import('./migrate.ts') },
  city: { help: '种演示城市 / city plant', load: () => import('./city.ts') },
  login: { help: '登录 / login LOGIN [--password …]', load: () => import('./login.ts') },
  collect: {
    help: '汇聚文件 / collect FILE… --resource RES [--mode replace|append]',
    load: () => import('./collect.ts'),
  },
  catalog: {
    help: '查目录 / catalog search WORDS… [--attribute …] [--department …]',
    load: () => import('./catalog.ts'),
  },
  share: {
    help: '共享 / share request FILE | approve SUB | decide LINE… --agree|--refuse … | list',
    load: () => import('./share.ts'),
  },
  get: {
    help: '按协议取数 / get AGREEMENT [KEY] [--format csv|json] [--version N] [--filter JSON] [--profile]',
    load: () => import('./get.ts'),
  },
  ledger: {
    help: '核验账本 / ledger verify BUNDLE --key KEY…   ledger fetch FILE',
    load: () => import('./ledger.ts'),
  },
  rules: {
    help: '法定期限 / rules due RULE --from DATE[Thh:mm] [--extend N]',
    load: () => import('./rules.ts'),
  },
  standards: { help: '检查数据元 / standards check ELEMENT VALUE…', load: () => import('./standards.ts') },
}

const general = `选项 / options everywhere
  --json          机器可读 / machine-readable output
  --as LOGIN      以谁的身份 / act as (password in --password or ZHISHU_PASSWORD)
  --url URL       服务地址 / server, default http://127.0.0.1:8600
  --help
退出码 / exit codes: 0 成功 done · 1 被拒绝或有问题 refused or faulty · 2 用法不对 wrong usage · 3 连不上 server not reached`

async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv
  if (!name || name === '--help' || name === 'help') {
    process.stdout.write(`Zhishu 治数\n\n${list()}\n\n${general}\n`)
    return name ? 0 : 2
  }
  const command = commands[name]
  if (!command) {
    process.stderr.write(`zhishu: 没有命令 ${name} / no command ${name}\n\n${list()}\n`)
    return 2
  }
  if (args.includes('--help')) {
    process.stdout.write(`zhishu ${name}: ${command.help}\n\n${general}\n`)
    return 0
  }
  const { run } = await command.load()
  return run(args)
}

function list(): string {
  return Object.entries(commands)
    .map(([name, { help }]) => `  ${name.padEnd(10)} ${help}`)
    .join('\n')
}

// A reader that has seen enough, such as `head`, closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const failure = error instanceof CommandFailed ? error : undefined
    showProblem(failure?.problem ?? { title: (error as Error).message }, isJson(process.argv))
    if (!failure && process.env.ZHISHU_DEBUG) console.error(error)
    process.exitCode =
      failure?.code ?? ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1)
  },
)
