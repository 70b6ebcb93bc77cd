import type { Domain } from '../../domain.ts'
import { refuse } from './problems.ts'
import { routes } from './routes.ts'
import { sweepSessions } from './session.ts'

export { changePassword } from './change-password.ts'
export { endClient, listClients, registerClient } from './client.ts'
export { type Credentials, credentialsOf, refuseForeignOrigin } from './credentials.ts'
export { type Memory, rememberBriefly } from './memory.ts'
export {
  chainOf,
  changeOrg,
  findOrg,
  findOrgs,
  isWithin,
  listOrgs,
  orgHistory,
  refuseOutside,
  registerOrg,
} from './org.ts'
export { disablePerson, findPerson, registerPerson } from './person.ts'
export { actionsOf, type Role, roles, rolesHeldBy } from './role.ts'
export { endSessions, listGrants, listPersons } from './roster.ts'
export { authenticate, findSender, type Sender } from './sender.ts'
export { assignSteward, endSteward, grantRole, revokeRole, stewardsOf } from './separation.ts'
export { issueClientToken, type SignedIn, signIn, signOut } from './session.ts'
export { competentFor, mediatorFor } from './territory.ts'
export { listPostings, transferPerson } from './transfer.ts'
export type {
  Family,
  Grant,
  GrantInput,
  Level,
  Org,
  OrgChange,
  OrgFilter,
  OrgInput,
  Person,
  PersonInput,
  Steward,
} from './types.ts'

export const domain: Domain = {
  name: 'parties',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  refusals: refuse.table,
  jobs: { 'parties.sweep': (ctx) => sweepSessions(ctx) },
  schedules: { 'parties.sweep': '17 3 * * *' },
}
