import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAsk, readChangesAsk } from './ask.ts'
import { readCapabilities } from './capabilities.ts'
import { presign, readPresigned } from './presign.ts'
import { addedLine, fileLine, headLines, removedLine, type SignedFile, type TableHead } from './wire.ts'

const head: TableHead = {
  protocol: { minReaderVersion: 1, minWriterVersion: 2 },
  metadata: {
    id: '0b9f7f5c-0000-4000-8000-000000000001',
    format: { provider: 'parquet', options: {} },
    schemaString: '{"type":"struct","fields":[]}',
    partitionColumns: [],
    configuration: {},
  },
  version: 2,
  sizeBytes: 900,
  files: 1,
}

const file: SignedFile = {
  add: {
    path: 'part-0.parquet',
    partitionValues: {},
    size: 900,
    modificationTime: 5,
    dataChange: true,
    stats: '{"numRecords":3}',
    tags: { 'zhishu.sha256': 'aa' },
  },
  url: 'http://h/f?X-Amz-Signature=1',
  expiresAtMs: 9,
  version: 2,
  timestampMs: 7,
}

test('a parquet answer begins with exactly two lines in the protocol words', () => {
  assert.deepEqual(lines(headLines('parquet', head)), [
    { protocol: { minReaderVersion: 1 } },
    {
      metaData: {
        id: head.metadata.id,
        format: { provider: 'parquet' },
        schemaString: head.metadata.schemaString,
        partitionColumns: [],
        configuration: {},
        version: 2,
        size: 900,
        numFiles: 1,
      },
    },
  ])
})

test('a delta answer carries the protocol and metadata as they stand in the log', () => {
  assert.deepEqual(lines(headLines('delta', head)), [
    { protocol: { deltaProtocol: head.protocol } },
    { metaData: { deltaMetadata: head.metadata, version: 2, size: 900, numFiles: 1 } },
  ])
})

test('a parquet file line has the address, the statistics and no trace of the lake', () => {
  const [{ file: told }] = lines(fileLine('parquet', file)) as [{ file: Record<string, unknown> }]
  assert.match(String(told.id), /^[0-9a-f]{32}$/)
  const { id: _id, ...rest } = told
  assert.deepEqual(rest, {
    url: file.url,
    partitionValues: {},
    size: 900,
    stats: '{"numRecords":3}',
    expirationTimestamp: 9,
  })
})

test('a delta file line holds a complete add action with the address as its path', () => {
  const [{ file: told }] = lines(fileLine('delta', file)) as [{ file: Record<string, unknown> }]
  const { tags: _tags, ...add } = file.add
  assert.deepEqual(told.deltaSingleAction, { add: { ...add, path: file.url } })
  assert.deepEqual([told.version, told.timestamp, told.expirationTimestamp], [2, 7, 9])
})

test('the change feed tells a replaced file as a removal and an addition with their versions', () => {
  const [added] = lines(addedLine('parquet', file)) as [{ add: Record<string, unknown> }]
  assert.equal(added.add.version, 2)
  const remove = { path: 'part-0.parquet', dataChange: true, partitionValues: {}, size: 900 }
  const [removed] = lines(
    removedLine('parquet', { remove, url: file.url, expiresAtMs: 9, version: 3, timestampMs: 8 }),
  ) as [{ remove: Record<string, unknown> }]
  assert.deepEqual([removed.remove.version, removed.remove.size], [3, 900])
  assert.equal(removed.remove.id, added.add.id)
})

test('the response format is parquet unless delta alone is asked for', () => {
  const format = (header?: string) => readCapabilities(header, undefined).format
  assert.deepEqual(
    [
      format(),
      format('responseformat=delta,parquet'),
      format('ResponseFormat=Delta;readerfeatures=deletionvectors'),
      format('asyncquery=true'),
    ],
    ['parquet', 'parquet', 'delta', 'parquet'],
  )
  assert.throws(() => format('responseformat=avro'), { code: 'INVALID_PARAMETER_VALUE' })
  assert.throws(() => readCapabilities(undefined, 'md5'), { code: 'INVALID_PARAMETER_VALUE' })
  assert.equal(readCapabilities('includeEndStreamAction=true', undefined).endStream, true)
})

test('contradicting or negative points in time are refused', () => {
  for (const body of [
    { version: -1 },
    { version: 1, timestamp: '2025-01-01T00:00:00Z' },
    { maxFiles: 0 },
    { refreshToken: 'a', version: 1 },
    { refreshToken: 'a', pageToken: 'b' },
    { timestamp: '昨天' },
    { endingVersion: 1 },
    { predicateHints: 'x' },
    { version: '1' },
  ]) {
    assert.throws(() => readAsk(body), { code: 'INVALID_PARAMETER_VALUE' }, JSON.stringify(body))
  }
  assert.deepEqual(readAsk({ limitHint: 3, idempotency_key: 'k', version: null }), {
    limitHint: 3,
    includeRefreshToken: false,
  })
  assert.throws(() => readChangesAsk({}), { code: 'INVALID_PARAMETER_VALUE' })
})

test('a presigned address is honoured until it expires and not one character longer', () => {
  const key = new Uint8Array(32).fill(1)
  const at = new Date('2025-09-29T01:00:00Z')
  const url = new URL(
    presign(key, { path: '/delta-sharing/files/a/b', credential: 'tok_0001', at, lifeSeconds: 60 }),
    'http://h',
  )
  const query = Object.fromEntries(url.searchParams)
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)
  assert.deepEqual(readPresigned(key, url.pathname, query, later(59)), { credential: 'tok_0001' })
  assert.equal(readPresigned(key, url.pathname, query, later(60)), 'expired')
  assert.equal(readPresigned(key, '/delta-sharing/files/a/c', query, later(1)), 'forged')
  assert.equal(readPresigned(key, url.pathname, { ...query, 'X-Amz-Expires': '6000' }, later(1)), 'forged')
  assert.equal(readPresigned(key, url.pathname, {}, later(1)), 'forged')
})

function lines(text: string): unknown[] {
  assert.ok(text.endsWith('\n'))
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
