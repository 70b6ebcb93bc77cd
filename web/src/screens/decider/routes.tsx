import type { Area } from '../../shell/area.ts'

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const deciderRoutes = [] as const

export const deciderArea: Area = { title: { zh: '答复与审核', en: 'Answering and reviewing' }, items: [] }
