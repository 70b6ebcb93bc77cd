import { writeDay } from '../../open/text.tsx'
import { fill, useWords } from '../../open/words.ts'
import { ageOf } from './age.ts'

const marks = { within: '●', beyond: '▲', unset: '○', never: '○', realtime: '●' } as const

/** Whether the data is as new as its cycle promises: in words, repeated by a mark. */
export function Freshness({ cycle, updatedAt }: { cycle: string | null; updatedAt: string | null }) {
  const { words, language } = useWords()
  const age = ageOf(cycle, updatedAt, new Date())
  return (
    <span className={`open-fresh open-fresh-${age.state}`}>
      <span aria-hidden="true">{marks[age.state]}</span> {words.fresh[age.state]}
      {'nextBy' in age && (
        <span className="open-soft">
          {' '}
          ({fill(words.fresh.next, { day: writeDay(age.nextBy, language) })})
        </span>
      )}
    </span>
  )
}
