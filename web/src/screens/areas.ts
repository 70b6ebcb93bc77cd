import type { Area } from '../shell/area.ts'
import { auditArea } from './audit/routes.tsx'
import { correctItem } from './correct/routes.tsx'
import { deciderArea } from './decider/routes.tsx'
import { demanderArea } from './demander/routes.tsx'
import { homeArea } from './home/routes.tsx'
import { providerArea } from './provider/routes.tsx'

/** The side navigation, in the order of the work. */
export const areas: readonly Area[] = [
  { ...homeArea, items: [...homeArea.items, correctItem] },
  providerArea,
  demanderArea,
  deciderArea,
  auditArea,
]
