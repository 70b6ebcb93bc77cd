/** What the ways of reading need to know of an agreement; no token stands among it. */
export interface Reading {
  /** address of the server, e.g. `https://data.example.gov.cn` */
  readonly origin: string
  readonly agreement: string
  readonly resource: string
  readonly keyField: string | null
  readonly modes: readonly string[]
}

/** A token out of the profile, which also opens the API of this agreement; or out of one's own session. */
export function writeToken({ agreement, modes, origin }: Reading): string {
  if (modes.includes('delta')) return `TOKEN=$(jq -r .bearerToken '${agreement}.share')`
  return [
    'read -r -p "login: " ZHISHU_LOGIN; read -r -s -p "password: " ZHISHU_PASSWORD',
    `TOKEN=$(jq -n --arg login "$ZHISHU_LOGIN" --arg password "$ZHISHU_PASSWORD" '{$login, $password}' |`,
    `  curl -fsS -H 'content-type: application/json' -d @- '${origin}/api/parties/session' | jq -r .token)`,
  ].join('\n')
}

/** Pages, the whole as CSV, one row by key. */
export function writeCurl({ origin, agreement, keyField }: Reading): string {
  const rows = `${origin}/api/data/${agreement}/rows`
  const lines = [
    `curl -fsS -H "Authorization: Bearer $TOKEN" '${rows}?limit=100'`,
    `curl -fsS -H "Authorization: Bearer $TOKEN" '${rows}?format=csv' -o ${agreement}.csv`,
  ]
  if (keyField !== null)
    lines.push(`KEY='…'  # ${keyField}`, `curl -fsS -H "Authorization: Bearer $TOKEN" "${rows}/$KEY"`)
  return lines.join('\n')
}

/** The table as Delta Sharing names it: share, schema, table. */
export function tableOf({ agreement, resource }: Reading): string {
  return `${agreement}.share#${agreement}.default.${resource}`
}

export function writePandas(reading: Reading): string {
  return [
    '# pip install delta-sharing',
    'import delta_sharing',
    '',
    `frame = delta_sharing.load_as_pandas('${tableOf(reading)}')`,
    'print(frame.head())',
  ].join('\n')
}

export function writeSpark(reading: Reading): string {
  return [
    '# Spark 4 (Scala 2.13): spark-submit --packages io.delta:delta-sharing-spark_2.13:VERSION …',
    'frame = (',
    "    spark.read.format('deltaSharing')",
    `    .load('${tableOf(reading)}')`,
    ')',
    'frame.show()',
  ].join('\n')
}
