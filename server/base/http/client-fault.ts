import type { Socket } from 'node:net'
import type { Problem } from '../problem.ts'
import { refuse } from './refusals.ts'

/** Answers what is no request at all (RFC 9112 §2.2): headers too large or too late, two lengths, a broken line. */
export function tellClientFault(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { type, status, text } = problemOf(error.code)
  const body = JSON.stringify({ type, title: text.zh, status, texts: text })
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${reasons[status] ?? 'Bad Request'}\r\n` +
        'content-type: application/problem+json; charset=utf-8\r\ncache-control: no-store\r\n' +
        `x-content-type-options: nosniff\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroySoon()
}

const reasons: Readonly<Record<number, string>> = {
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return refuse.headersTooLarge()
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse.tooSlow()
  return refuse.notHttp()
}
