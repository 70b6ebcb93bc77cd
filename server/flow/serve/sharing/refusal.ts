/** Codes of the reference server of Delta Sharing. */
export type SharingCode =
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'INVALID_PARAMETER_VALUE'
  | 'MALFORMED_REQUEST'
  | 'UNSUPPORTED_OPERATION'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'INTERNAL_ERROR'

const statuses: Record<SharingCode, number> = {
  RESOURCE_DOES_NOT_EXIST: 404,
  INVALID_PARAMETER_VALUE: 400,
  MALFORMED_REQUEST: 400,
  UNSUPPORTED_OPERATION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  INTERNAL_ERROR: 500,
}

/** A refusal in the form of the protocol: `{errorCode, message}`. */
export class SharingRefusal extends Error {
  override readonly name = 'SharingRefusal'
  readonly code: SharingCode
  readonly status: number
  constructor(code: SharingCode, message: string, status: number = statuses[code]) {
    super(message)
    this.code = code
    this.status = status
  }

  body(): string {
    return JSON.stringify({ errorCode: this.code, message: this.message })
  }
}

export function invalid(message: string): SharingRefusal {
  return new SharingRefusal('INVALID_PARAMETER_VALUE', message)
}
