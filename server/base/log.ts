/** One JSON line per event on standard error; field values are encoded, so no line can be forged. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void
  warn(event: string, facts?: Record<string, unknown>): void
  error(event: string, facts?: Record<string, unknown>): void
}

export function lineLog(write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const line = (level: string) => (event: string, facts?: Record<string, unknown>) =>
    write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`)
  return { info: line('info'), warn: line('warn'), error: line('error') }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
