import type { Bilingual } from '../texts/language.ts'

/** One fault beside the field it concerns (JSON Pointer into what was sent). */
export interface FieldFault extends Bilingual {
  readonly field: string
  readonly rule: string
  /** the article behind the rule, where the server names it */
  readonly article?: string
}

/** The server's refusal (RFC 9457) with what the reader can do about it. */
export interface Problem {
  readonly type: string
  readonly status: number
  readonly texts: Bilingual
  readonly remedy?: Bilingual
  readonly rule?: Bilingual & { readonly id: string; readonly article: string }
  readonly errors?: readonly FieldFault[]
  readonly incident?: string
}

export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.texts.zh)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

const unreachable: Bilingual = {
  zh: '连接不上服务器，刚才的操作没有完成',
  en: 'The server cannot be reached; what you did was not completed',
}
const unreadable: Bilingual = { zh: '服务器的答复无法识别', en: 'The answer of the server cannot be read' }
const retry: Bilingual = { zh: '检查网络后重试', en: 'Check the network and try again' }

/** Reads a problem document; anything else becomes a problem that says so. */
export function readProblem(body: unknown, status: number): Problem {
  const found = body as Partial<Problem> | undefined
  if (found && typeof found === 'object' && typeof found.type === 'string' && isBilingual(found.texts))
    return found as Problem
  const texts = status === 0 ? unreachable : unreadable
  return {
    type: status === 0 ? '/problems/console/unreachable' : '/problems/console/unreadable',
    status,
    texts,
    remedy: retry,
  }
}

/** The problem inside whatever was thrown; a fault of the console itself is told as one. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return {
    type: '/problems/console/broken',
    status: 500,
    texts: { zh: '这个页面出错了', en: 'Something broke on this page' },
    remedy: {
      zh: '重新打开本页；若仍出错，请联系运维',
      en: 'Open the page again; if it happens again, tell the operator',
    },
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 401
}

function isBilingual(value: unknown): value is Bilingual {
  const { zh, en } = (value ?? {}) as Partial<Bilingual>
  return typeof zh === 'string' && typeof en === 'string'
}
