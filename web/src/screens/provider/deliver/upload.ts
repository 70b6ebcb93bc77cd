import { newKey } from '../../../api/client.ts'
import { ProblemError, readProblem } from '../../../api/problem.ts'
import type { Delivery } from '../queries.ts'

export interface Upload {
  readonly resource: string
  readonly file: File
  readonly mode: 'replace' | 'append'
  readonly sheet?: string
  readonly onSent: (sentBytes: number) => void
  readonly signal: AbortSignal
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  txt: 'text/csv',
  tsv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Media type by the name's ending: what browsers say of a CSV differs from system to system. */
export function mediaTypeOf({ name, type }: Pick<File, 'name' | 'type'>): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  return types[ending] ?? (type || 'application/octet-stream')
}

/**
 * `POST /api/collect/deliveries`: hands a file in, telling how many bytes have left. By XMLHttpRequest, since fetch
 * does not tell how an upload comes on.
 */
export function handIn({ resource, file, mode, sheet, onSent, signal }: Upload): Promise<Delivery> {
  const query = new URLSearchParams({ resource, mode, name: file.name, ...(sheet && { sheet }) })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/collect/deliveries?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('content-type', mediaTypeOf(file))
    request.setRequestHeader('idempotency-key', newKey())
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(request.response as Delivery)
      else reject(new ProblemError(readProblem(request.response, request.status)))
    })
    request.addEventListener('error', () => reject(new ProblemError(readProblem(undefined, 0))))
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
