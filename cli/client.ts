import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommandFailed, type ProblemText } from './terminal.ts'

/** How a command reaches the server; a client like any other. */
export interface Client {
  readonly url: string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body?: unknown): Promise<T>
  /** the answer itself, for files and streams; a refusal is thrown */
  fetch(path: string, init?: RequestInit & { duplex?: 'half' }): Promise<Response>
}

export interface ClientOptions {
  url?: string | undefined
  as?: string | undefined
  password?: string | undefined
  /** a session token, where the caller has one already */
  token?: string | undefined
}

export const clientOptions = {
  json: { type: 'boolean' },
  as: { type: 'string' },
  password: { type: 'string' },
  url: { type: 'string' },
} as const

/** Opens a client: by `--as` and a password, by the session `zhishu login` kept, or as the public. */
export async function openClient(options: ClientOptions): Promise<Client> {
  const kept = await readSession()
  const url = options.url ?? process.env.ZHISHU_URL ?? kept?.url ?? 'http://127.0.0.1:8600'
  if (options.token) return clientOf(url, options.token)
  if (options.as)
    return clientOf(url, await signIn(url, options.as, options.password ?? process.env.ZHISHU_PASSWORD))
  return clientOf(url, process.env.ZHISHU_TOKEN ?? (kept?.url === url ? kept.token : undefined))
}

/** Signs in and gives the session's token. */
export async function signIn(url: string, login: string, password: string | undefined): Promise<string> {
  if (!password)
    throw new CommandFailed(2, { title: '需要口令：--password 或 ZHISHU_PASSWORD / a password is needed' })
  const { token } = await clientOf(url).post<{ token: string }>('/api/parties/session', { login, password })
  return token
}

export async function keepSession(session: { url: string; token: string }): Promise<string> {
  const folder = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'zhishu')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'session.json')
  await writeFile(path, JSON.stringify(session), { mode: 0o600 })
  return path
}

export function clientOf(url: string, token?: string): Client {
  const reach = async (path: string, init: RequestInit & { duplex?: 'half' } = {}) => {
    const headers = new Headers(init.headers)
    if (token) headers.set('authorization', `Bearer ${token}`)
    if (typeof init.body === 'string') headers.set('content-type', 'application/json')
    const response = await fetch(new URL(path, url), { ...init, headers }).catch((error: Error) => {
      const cause = (error.cause as Error | undefined)?.message ?? error.message
      throw new CommandFailed(3, { title: `连不上 ${url}：${cause} / cannot reach ${url}` })
    })
    if (!response.ok) throw new CommandFailed(1, await readProblem(response))
    return response
  }
  const json = async <T>(method: string, path: string, body?: unknown) => {
    const response = await reach(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await response.text()
    return (text ? JSON.parse(text) : undefined) as T
  }
  return {
    url,
    get: (path) => json('GET', path),
    post: (path, body) => json('POST', path, body),
    put: (path, body) => json('PUT', path, body),
    fetch: reach,
  }
}

async function readProblem(response: Response): Promise<ProblemText> {
  const text = await response.text()
  try {
    return { title: response.statusText, status: response.status, ...JSON.parse(text) }
  } catch {
    return {
      title: `${response.status} ${response.statusText} ${text.slice(0, 200)}`,
      status: response.status,
    }
  }
}

async function readSession(): Promise<{ url: string; token: string } | undefined> {
  try {
    const folder = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    return JSON.parse(await readFile(join(folder, 'zhishu', 'session.json'), 'utf8'))
  } catch {
    return undefined
  }
}
