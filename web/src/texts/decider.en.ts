import type { Same } from './language.ts'
import type { texts as source } from './decider.zh.ts'

export const texts: Same<typeof source> = {
  area: 'Decider',
}
