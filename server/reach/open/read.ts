import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../../base/ctx.ts'
import { previewRows, sendWholeFile } from '../../flow/serve/index.ts'
import { asPublic, requireOpened } from './catalogue.ts'
import type { OpenRows } from './types.ts'

/** The first rows that meet a condition, cut and accounted for by `serve`. */
export async function previewOpen(
  ctx: Ctx,
  id: string,
  query: { filter?: string; limit?: number },
): Promise<OpenRows> {
  const { opening } = await requireOpened(ctx, id)
  const { version, rows, receipt } = await previewRows(asPublic(ctx), opening.id, {
    limit: query.limit ?? 100,
    ...(query.filter !== undefined && { filter: query.filter }),
  })
  return { resource: id, version, rows: [...rows], receipt }
}

/** The whole opened snapshot as a file to keep. */
export async function downloadOpen(
  ctx: Ctx,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { opening } = await requireOpened(ctx, id)
  return sendWholeFile(asPublic(ctx), opening.id, request, reply)
}
