import type { Ctx } from '../../base/ctx.ts'
import { byteOrderMark, csvLine } from '../../base/http/index.ts'
import { showCases } from './desk.ts'
import { kindOf, stateOf } from './kinds.ts'
import type { Case, CaseFilter } from './types.ts'

const pageRows = 200

const header = [
  '事项 case',
  '类型 kind',
  '标题 title',
  '状态 state',
  '办理单位 handler',
  '提出单位 opener',
  '主管部门 competent',
  '规则 rule',
  '依据 article',
  '期限 due on',
  '暂定 provisional',
  '剩余工作日 days left',
  '逾期 overdue',
  '受理 opened at',
  '办结 ended at',
]

/** The reader's own list as CSV, page after page, with the same filters and in the same order. */
export async function* writeCases(ctx: Ctx, filter: CaseFilter): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(header)
  for (let cursor: string | undefined; ; ) {
    const page = await showCases(ctx, { ...filter, limit: pageRows, ...(cursor !== undefined && { cursor }) })
    for (const item of page.items) yield csvLine(cellsOf(item))
    if (page.next === undefined) return
    cursor = page.next
  }
}

function cellsOf(item: Case): (string | number | boolean | null)[] {
  const kind = kindOf(item.kind)
  const { clock } = item
  return [
    item.id,
    kind.title.zh,
    item.title.zh,
    stateOf(kind, item.state).zh,
    item.handler,
    item.opener,
    item.competent,
    clock?.rule ?? null,
    clock?.article ?? null,
    clock?.dueOn ?? null,
    clock?.provisional ?? null,
    clock?.daysLeft ?? null,
    clock?.overdue ?? null,
    item.openedAt,
    item.endedAt,
  ]
}
