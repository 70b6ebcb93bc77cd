import type { texts as source } from './demander.zh.ts'
import type { Same } from './language.ts'

export const texts: Same<typeof source> = {
  area: 'Demander',
}
