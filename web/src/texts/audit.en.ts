import type { texts as source } from './audit.zh.ts'
import type { Same } from './language.ts'

export const texts: Same<typeof source> = {
  area: 'Audit',
}
