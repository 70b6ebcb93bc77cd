import { openApi, useRead } from '../../open/reader.ts'
import { writeCount } from '../../open/text.tsx'
import { fill, useWords } from '../../open/words.ts'
import { showControls } from '../../parts/show-controls.ts'
import { writeSize } from '../../parts/size.ts'
import type { OpenPage } from './types.ts'

/** The whole file, with its size asked for beforehand. */
export function Download({ page }: { page: OpenPage }) {
  const { words, language } = useWords()
  if (page.version === null) return <p>{words.notReady}</p>
  return (
    <>
      <p className="open-download">
        <a
          className="open-button open-main-button no-print"
          href={`/api/open/resources/${page.id}/file.csv`}
          download={`${showControls(page.name[language] || page.name.zh)}.csv`}
        >
          {words.downloadCsv}
        </a>{' '}
        <span>
          {fill(words.rows, { n: writeCount(page.rows ?? 0, language) })} ·{' '}
          {fill(words.columns, { n: page.fields })} · <Size id={page.id} version={page.version} />
        </span>
      </p>
      <p className="open-soft">{words.downloadNote}</p>
    </>
  )
}

function Size({ id, version }: { id: string; version: number }) {
  const { words, language } = useWords()
  const found = useRead(() => sizeOf(id), `${id} ${version}`)
  if (found.state === 'reading') return <span className="loading">{words.size} …</span>
  return (
    <>
      {words.size} {found.state === 'read' ? writeSize(found.value.sizeBytes, language) : words.sizeUnknown}
    </>
  )
}

async function sizeOf(id: string) {
  const { response } = await openApi.HEAD('/api/open/resources/{id}/file.csv', { params: { path: { id } } })
  const length = response.headers.get('content-length')
  return { response, ...(length !== null && { data: { sizeBytes: Number(length) } }) }
}
