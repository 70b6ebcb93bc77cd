import type { Ctx } from '../../base/ctx.ts'
import { byteOrderMark, csvLine } from '../../base/http/index.ts'
import { findResources } from '../../ground/catalog/index.ts'
import { answerKind } from './kinds.ts'
import { type LineFilter, listLines } from './line.ts'
import type { Line } from './types.ts'

const pageRows = 200

const header = [
  '申请条目 line',
  '申请 submission',
  '申请单位 applicant',
  '用途 purpose',
  '资源 resource',
  '资源名称 name',
  '共享属性 attribute',
  '字段 fields',
  '方式 modes',
  '状态 state',
  '依据 article',
  '期限 due on',
  '剩余工作日 days left',
  '逾期 overdue',
  '协议 agreement',
]

/** The lines filed with the own organisation as CSV, filtered and ordered as the list, page after page. */
export async function* writeLines(ctx: Ctx, filter: LineFilter): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header)
  for (let cursor: string | undefined; ; ) {
    const page = await listLines(ctx, { ...filter, limit: pageRows, ...(cursor !== undefined && { cursor }) })
    const resources = await findResources(
      ctx,
      page.items.map(({ resource }) => resource),
    )
    for (const line of page.items) yield csvLine(cellsOf(line, resources.get(line.resource)?.name.zh ?? ''))
    if (page.next === undefined) return
    cursor = page.next
  }
}

function cellsOf(line: Line, name: string): (string | number | boolean | null)[] {
  const { clock = null, state = '' } = line.case ?? {}
  return [
    line.id,
    line.submission,
    line.applicant,
    line.purpose,
    line.resource,
    name,
    line.attribute,
    line.fields.join(' '),
    line.modes.join(' '),
    answerKind.states[state]?.zh ?? state,
    clock?.article ?? null,
    clock?.dueOn ?? null,
    clock?.daysLeft ?? null,
    clock?.overdue ?? null,
    line.agreement,
  ]
}
