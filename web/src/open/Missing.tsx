import { type ReactNode, useEffect } from 'react'
import { useWords } from './words.ts'

/** No such page, or nothing open there. */
export function Missing({ note }: { note?: ReactNode }) {
  const { words } = useWords()
  useTitle(words.notFound)
  return (
    <>
      <h1>{words.notFound}</h1>
      <p>{note ?? words.notFoundNote}</p>
      <p>
        <a href="/open">{words.home}</a>
      </p>
    </>
  )
}

/** The title of the window: page, then product. */
export function useTitle(title: string): void {
  const { words } = useWords()
  useEffect(() => {
    document.title = `${title} · ${words.product}`
  }, [title, words])
}
