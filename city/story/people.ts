import { type Client, clientOf } from '../../cli/client.ts'
import { demoPassword } from '../settle.ts'

/** Signs each officer in once; the story acts through the public API like anybody else. */
export function castOf(url: string): (login: string) => Promise<Client> {
  const clients = new Map<string, Promise<Client>>()
  const open = async (login: string) => {
    const { token } = await clientOf(url).post<{ token: string }>('/api/parties/session', {
      login,
      password: demoPassword(login),
    })
    return clientOf(url, token)
  }
  return (login) => {
    const known = clients.get(login) ?? open(login)
    clients.set(login, known)
    return known
  }
}

/** Asks until the answer is there; the statutory clocks are days, these waits are seconds. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 60_000,
): Promise<T> {
  const end = performance.now() + limitMs
  for (let pauseMs = 20; performance.now() < end; pauseMs = Math.min(pauseMs * 1.4, 400)) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((wake) => setTimeout(wake, pauseMs))
  }
  throw new Error(`${what}: 等待超时 / not there after ${limitMs / 1000} s`)
}

/** Stops the story where the house did not keep a promise. */
export function hold(promise: boolean, what: string): void {
  if (!promise) throw new Error(`未兑现 / not kept: ${what}`)
}

/** The refusal a call must meet; anything else breaks the story. */
export async function refused(
  what: string,
  statuses: readonly number[],
  call: () => Promise<unknown>,
): Promise<{ type: string; rule?: { article: string } }> {
  const { CommandFailed } = await import('../../cli/terminal.ts')
  try {
    await call()
  } catch (error) {
    if (error instanceof CommandFailed && statuses.includes(error.problem.status ?? 0)) {
      return error.problem as never
    }
    throw error
  }
  throw new Error(`未兑现 / not kept: ${what} 应被拒绝 / should have been refused`)
}
