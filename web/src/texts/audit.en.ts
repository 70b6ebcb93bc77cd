import type { Same } from './language.ts'
import type { texts as source } from './audit.zh.ts'

export const texts: Same<typeof source> = {
  area: 'Audit',
}
