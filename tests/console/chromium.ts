import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser as Chromium, chromium } from 'playwright-core'

const program = process.env.ZHISHU_CHROMIUM ?? '/usr/bin/chromium'
const built = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url))
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
]

/** Why the console cannot be tried here, said aloud; false where it can. */
export function whyNotHere(): string | false {
  const missing = [
    !existsSync(program) && `no Chromium at ${program}`,
    !existsSync(built) && 'the console is not built (npm run build:web)',
  ]
  const reason = missing.filter(Boolean).join('; ')
  if (reason) console.error(`\n!!! 控制台未测试 / THE CONSOLE IS NOT TESTED: ${reason}\n`)
  return reason || false
}

let started: Promise<Chromium> | undefined

/** The one Chromium of this process; every file of tests opens windows of its own in it. */
export function startChromium(): Promise<Chromium> {
  started ??= chromium.launch({ executablePath: program, args: flags, chromiumSandbox: false })
  return started
}

export async function stopChromium(): Promise<void> {
  await (await started)?.close()
  started = undefined
}
