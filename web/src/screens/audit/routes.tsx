import type { Area } from '../../shell/area.ts'

/** Routes of this area, added to the console's parent route; see web/README.md. */
export const auditRoutes = [] as const

export const auditArea: Area = { title: { zh: '审计与管理', en: 'Audit and administration' }, items: [] }
