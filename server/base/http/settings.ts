/** What an operator says of the way to us; read once, when the server is built. */
export interface EdgeSettings {
  /** addresses whose X-Forwarded-* are believed; without any, nobody's are */
  readonly trustedProxies: readonly string[]
  /** the names this server answers to; without any, every well-formed one */
  readonly hosts: readonly string[]
}

/** `ZHISHU_TRUSTED_PROXIES` (addresses or networks) and `ZHISHU_HOSTS` (as in the Host header), comma-separated. */
export function readEdgeSettings(env: NodeJS.ProcessEnv = process.env): EdgeSettings {
  return { trustedProxies: listOf(env.ZHISHU_TRUSTED_PROXIES), hosts: listOf(env.ZHISHU_HOSTS) }
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter(Boolean)
}
