import type { texts as source } from './decider.zh.ts'
import type { Same } from './language.ts'

export const texts: Same<typeof source> = {
  area: 'Decider',
}
