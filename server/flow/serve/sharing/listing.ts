import type { FastifyReply, FastifyRequest } from 'fastify'
import { decide } from '../../../ground/policy/index.ts'
import { numberText } from './ask.ts'
import type { Recipient } from './reader.ts'
import { invalid, SharingRefusal } from './refusal.ts'

/** Every share has one schema: an agreement is one table. */
export const schemaName = 'default'

/** GET /shares: the one share of the token, named by its agreement. */
export async function listShares(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  await decide(given.ctx, given.plan, 'delta')
  return sendPage(request, reply, [{ name: given.plan, id: given.plan }])
}

export async function findShare(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  await openShare(given, request)
  return sendJson(reply, { share: { name: given.plan, id: given.plan } })
}

export async function listSchemas(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  await openShare(given, request)
  return sendPage(request, reply, [{ name: schemaName, share: given.plan }])
}

/** GET …/tables and …/all-tables: the table is named by the resource's id, which is plain ASCII. */
export async function listTables(
  given: Recipient,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { resource } = await openShare(given, request)
  const { schema } = request.params as { schema?: string }
  if (schema !== undefined && !same(schema, schemaName)) throw absent(`schema ${schema}`)
  return sendPage(request, reply, [
    {
      name: resource,
      schema: schemaName,
      share: given.plan,
      shareId: given.plan,
      id: `${given.plan}.${resource}`,
    },
  ])
}

/** The agreement behind the names of a path; another share than the token's does not exist for its holder. */
export async function openShare({ ctx, plan }: Recipient, request: FastifyRequest) {
  const { share } = request.params as { share: string }
  if (!same(share, plan)) throw absent(`share ${share}`)
  return decide(ctx, plan, 'delta')
}

export async function openTable(given: Recipient, request: FastifyRequest) {
  const found = await openShare(given, request)
  const { schema, table } = request.params as { schema: string; table: string }
  if (!same(schema, schemaName)) throw absent(`schema ${schema}`)
  if (!same(table, found.resource)) throw absent(`table ${table}`)
  return found
}

function sendPage(request: FastifyRequest, reply: FastifyReply, items: readonly object[]): unknown {
  const query = request.query as Record<string, unknown>
  if (query.pageToken !== undefined && query.pageToken !== '')
    throw invalid('pageToken is not one of this listing')
  numberText(query, 'maxResults')
  return sendJson(reply, { items })
}

// One line: clients read the first line of a listing.
function sendJson(reply: FastifyReply, body: object): unknown {
  return reply
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(body))
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function absent(what: string): SharingRefusal {
  return new SharingRefusal('RESOURCE_DOES_NOT_EXIST', `there is no ${what}`)
}
