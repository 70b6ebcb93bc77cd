import { Type } from 'typebox'
import type { Routes } from '../../base/http/index.ts'
import { roles } from '../parties/index.ts'

const RoleSchema = Type.Object({
  role: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  family: Type.String(),
  holder: Type.String(),
  actions: Type.Array(Type.String()),
})

export const routes: Routes = (http) => {
  http.get('/api/policy/roles', {
    summary: { zh: '角色与权限对照表', en: 'Roles and what each allows' },
    may: 'signedIn',
    reply: Type.Object({ items: Type.Array(RoleSchema) }),
    run: async () => ({
      items: [...roles].map(([role, found]) => ({ role, ...found, actions: [...found.actions] })),
    }),
  })
}
