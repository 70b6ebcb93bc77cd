import 'i18next'
import type { texts as account } from './account.zh.ts'
import type { texts as admin } from './admin.zh.ts'
import type { texts as audit } from './audit.zh.ts'
import type { texts as cases } from './cases.zh.ts'
import type { texts as correct } from './correct.zh.ts'
import type { texts as decider } from './decider.zh.ts'
import type { texts as demander } from './demander.zh.ts'
import type { texts as home } from './home.zh.ts'
import type { texts as parts } from './parts.zh.ts'
import type { texts as provider } from './provider.zh.ts'
import type { texts as shell } from './shell.zh.ts'
import type { texts as terms } from './terms.zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: {
      account: typeof account
      admin: typeof admin
      audit: typeof audit
      cases: typeof cases
      correct: typeof correct
      decider: typeof decider
      demander: typeof demander
      home: typeof home
      parts: typeof parts
      provider: typeof provider
      shell: typeof shell
      terms: typeof terms
    }
  }
}
