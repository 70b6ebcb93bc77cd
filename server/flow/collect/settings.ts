const gigabyte = 1024 ** 3

/** Limits an operator may set; read at each use so that a change needs no code. */
export const settings = {
  /** `ZHISHU_UPLOAD_LIMIT_BYTES`, default 10 GiB */
  uploadLimitBytes: () => whole('ZHISHU_UPLOAD_LIMIT_BYTES', 10 * gigabyte),
  /** `ZHISHU_DISK_RESERVE_BYTES`: room an upload must leave free, default 1 GiB */
  diskReserveBytes: () => whole('ZHISHU_DISK_RESERVE_BYTES', gigabyte),
  /** `ZHISHU_STRICT_QUOTES=0` reads a quote inside a bare field as it stands */
  strictQuotes: () => process.env.ZHISHU_STRICT_QUOTES !== '0',
  /** `ZHISHU_SOURCE_HOSTS`: hosts and socket directories, comma-separated; unset: none */
  sourceHosts: () => process.env.ZHISHU_SOURCE_HOSTS?.split(',').map((host) => host.trim()),
}

export const columnLimit = 2000
export const recordLimitBytes = 10 * 1024 * 1024
/** Sampled for encoding, delimiter and header. */
export const sampleBytes = 1024 * 1024
/** Of an XLSX file: entries, unpacked size, rows, columns, seconds of its child, memory of its child. */
export const workbookLimits = {
  entries: 2000,
  unpackedBytes: 2 * gigabyte,
  ratio: 300,
  rows: 1_048_576,
  columns: columnLimit,
  seconds: 300,
  heapMegabytes: 256,
  residentBytes: 640 * 1024 * 1024,
}
export const pullTimeoutMs = 30 * 60_000
/** How long the delivered file is kept once its delivery has ended. */
export const keepFileDays = 7

function whole(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined) return otherwise
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${name} must be a whole number of bytes`)
  return Number(text)
}
