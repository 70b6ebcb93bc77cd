import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openLake } from '../../base/lake/index.ts'
import { padKey, tokenSql } from './token.ts'

test('a token in the engine is the HMAC-SHA-256 of the value, cut to 128 bits', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhishu-token-'))
  const lake = await openLake({ root: join(folder, 'lake') })
  try {
    const key = Buffer.alloc(32, 9)
    const { inner, outer } = padKey(key)
    const [row] = await lake.query(
      `SELECT ${tokenSql('v', '$1', '$2')} AS token FROM (VALUES ('张三')) t(v)`,
      [inner, outer],
    )
    assert.equal(row?.token, createHmac('sha256', key).update('张三').digest('hex').slice(0, 32))
  } finally {
    await lake.close()
    await rm(folder, { recursive: true })
  }
})
