import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { storyOf } from '../../city/story.ts'
import { onServer } from '../house.ts'

test('[P1 P4 P6 P7 P9 P12 P14] the main job: a dirty register becomes data another level uses, with proof', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'zhishu-story-'))
  try {
    await onServer({ at: '2026-11-20T10:00:00+08:00' }, async (site) => {
      const { steps, close } = await storyOf({ url: site.url, directory, firms: 400 })
      try {
        const done: string[] = []
        for (const step of steps) {
          await step.run()
          done.push(step.en)
        }
        assert.equal(done.length, 9)
      } finally {
        await close()
      }
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
