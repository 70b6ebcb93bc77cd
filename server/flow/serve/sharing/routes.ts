import { type TSchema, Type } from 'typebox'
import type { RawRoute, RouteBook } from '../../../base/http/index.ts'
import { idPattern } from '../../../base/ids.ts'
import { tellChanges } from './changes.ts'
import { giveFile } from './files.ts'
import { findShare, listSchemas, listShares, listTables } from './listing.ts'
import { queryTable } from './query.ts'
import { forRecipient, speakProtocol } from './reader.ts'
import { SharingRefusal } from './refusal.ts'
import { tellMetadata, tellTableVersion } from './table.ts'

const root = '/delta-sharing'
const share = `${root}/shares/:share`
const table = `${share}/schemas/:schema/tables/:table`

/** Delta Sharing, protocol version 1: the bearer token names the agreement, so the paths need no other gate. */
export function sharingRoutes(http: RouteBook): void {
  listings(http)
  for (const method of ['HEAD', 'GET'] as const) {
    http.raw(method, `${table}/version`, {
      ...protocol('表的当前版本', 'Version of the table', forRecipient(tellTableVersion)),
      replies: [],
    })
    http.raw(method, `${root}/files/:agreement/:table/:version/:file`, {
      ...protocol('数据文件（预签名地址）', 'A data file by presigned address', speakProtocol(giveFile)),
      params: FileParams,
      replies: ['application/vnd.apache.parquet'],
    })
  }
  http.raw('HEAD', table, {
    ...protocol(
      '表的当前版本（旧写法）',
      'Version of the table (deprecated form)',
      forRecipient(tellTableVersion),
    ),
    replies: [],
  })
  http.raw(
    'GET',
    `${table}/metadata`,
    protocol('表结构', 'Metadata of the table', forRecipient(tellMetadata)),
  )
  http.raw(
    'POST',
    `${table}/query`,
    protocol('某一版本的数据文件', 'Files of a version', forRecipient(queryTable)),
  )
  http.raw('GET', `${table}/changes`, protocol('变更数据', 'Change data feed', forRecipient(tellChanges)))
  for (const path of [`${table}/queries/:query`, `${table}/temporary-table-credentials`]) {
    http.raw('POST', path, {
      ...protocol('不提供', 'Not offered', forRecipient(refuseUnsupported)),
      replies: [],
    })
  }
}

const FileParams: TSchema = Type.Object({
  agreement: Type.String({ pattern: idPattern }),
  table: Type.String({ pattern: '^data-[0-9a-f]{12}$' }),
  version: Type.String({ pattern: '^\\d{1,9}$' }),
  file: Type.String({ pattern: '^[\\w.-]{1,128}$' }),
})

const Share = Type.Object({ name: Type.String(), id: Type.String() })
const Schema = Type.Object({ name: Type.String(), share: Type.String() })
const Table = Type.Object({
  name: Type.String(),
  schema: Type.String(),
  share: Type.String(),
  shareId: Type.String(),
  id: Type.String(),
})

function listings(http: RouteBook): void {
  const list = (path: string, item: TSchema, route: RawRoute) =>
    http.raw('GET', path, inJson(route, Type.Object({ items: Type.Array(item) })))
  list(`${root}/shares`, Share, protocol('共享列表', 'Shares', forRecipient(listShares)))
  http.raw(
    'GET',
    share,
    inJson(protocol('共享', 'One share', forRecipient(findShare)), Type.Object({ share: Share })),
  )
  list(`${share}/schemas`, Schema, protocol('模式列表', 'Schemas of a share', forRecipient(listSchemas)))
  list(
    `${share}/schemas/:schema/tables`,
    Table,
    protocol('表列表', 'Tables of a schema', forRecipient(listTables)),
  )
  list(`${share}/all-tables`, Table, protocol('全部表', 'All tables of a share', forRecipient(listTables)))
}

// `dir` access and asynchronous queries are optional parts; clients fall back to addresses and plain answers.
async function refuseUnsupported(): Promise<never> {
  throw new SharingRefusal(
    'UNSUPPORTED_OPERATION',
    'this server answers queries at once and by file addresses only',
  )
}

const Refusal = Type.Object({ errorCode: Type.String(), message: Type.String() })

function protocol(zh: string, en: string, run: RawRoute['run']): RawRoute {
  return {
    summary: { zh: `Delta Sharing：${zh}`, en: `Delta Sharing: ${en}` },
    may: 'public',
    replies: ['application/x-ndjson'],
    refusal: Refusal,
    run,
  }
}

function inJson(route: RawRoute, reply: TSchema): RawRoute {
  return { ...route, replies: ['application/json'], reply }
}
