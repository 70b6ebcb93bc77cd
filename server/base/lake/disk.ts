import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** SHA-256 of a file's bytes, hexadecimal. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

/** Forces a file's or directory's content to the disk. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a directory and its parents, durable as far down as something was made. */
export async function makeDirectory(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true })
  if (made === undefined) return
  for (let at = path; at.length >= made.length; at = dirname(at)) await syncPath(dirname(at))
}

/**
 * Writes a whole file under a name nobody has yet; false when the name is taken.
 * link(2) fails on an existing name, so of two writers one wins and no reader sees half a file.
 * `staging` must be on the same file system.
 */
export async function putIfAbsent(path: string, text: string, staging: string): Promise<boolean> {
  const draft = await writeDraft(text, staging)
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft)
  }
  await syncPath(dirname(path))
  return true
}

/** Writes a whole file, replacing the former one in a single step. */
export async function putReplacing(path: string, text: string, staging: string): Promise<void> {
  await rename(await writeDraft(text, staging), path)
  await syncPath(dirname(path))
}

async function writeDraft(text: string, staging: string): Promise<string> {
  const draft = join(staging, `draft-${randomUUID()}`)
  const file = await open(draft, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  return draft
}
