import { invalid } from './refusal.ts'

export type ResponseFormat = 'parquet' | 'delta'

/** What a client says it can read, from the header `delta-sharing-capabilities`. */
export interface Capabilities {
  readonly format: ResponseFormat
  /** the client wants a last line that says the stream is whole */
  readonly endStream: boolean
  /** how file ids are to be made, from the header `fileidhash`; echoed when given */
  readonly fileIdHash: ResponseFormat | null
}

/** Parquet unless delta alone is asked for: our tables need no advanced reader feature. */
export function readCapabilities(header: string | undefined, fileIdHash: string | undefined): Capabilities {
  const asked = new Map(
    (header ?? '')
      .toLowerCase()
      .split(';')
      .map((part) => part.split('=').map((side) => side.trim()) as [string, string?])
      .map(([name, value]) => [name, (value ?? '').split(',').map((item) => item.trim())]),
  )
  return {
    format: chooseFormat(asked.get('responseformat')),
    endStream: asked.get('includeendstreamaction')?.[0] === 'true',
    fileIdHash: readFileIdHash(fileIdHash),
  }
}

function chooseFormat(formats: readonly string[] | undefined): ResponseFormat {
  const asked = (formats ?? []).filter((format) => format !== '')
  if (asked.length === 0 || asked.includes('parquet')) return 'parquet'
  if (asked.includes('delta')) return 'delta'
  throw invalid('responseformat must name parquet or delta')
}

function readFileIdHash(header: string | undefined): ResponseFormat | null {
  if (header === undefined) return null
  const asked = header.trim().toLowerCase()
  if (asked === 'parquet' || asked === 'delta') return asked
  throw invalid('fileidhash must be parquet or delta')
}
