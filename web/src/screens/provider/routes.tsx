import type { Area } from '../../shell/area.ts'

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const providerRoutes = [] as const

export const providerArea: Area = { title: { zh: '供数', en: 'Providing data' }, items: [] }
