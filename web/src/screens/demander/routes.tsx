import type { Area } from '../../shell/area.ts'

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const demanderRoutes = [] as const

export const demanderArea: Area = { title: { zh: '用数', en: 'Using data' }, items: [] }
