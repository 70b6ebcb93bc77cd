import { sweepAnswers } from './base/http/index.ts'
import { routes } from './base/http/operate.ts'
import type { Domain } from './domain.ts'
import { domain as collect } from './flow/collect/index.ts'
import { domain as quality } from './flow/quality/index.ts'
import { domain as serve } from './flow/serve/index.ts'
import { domain as cases } from './ground/cases/index.ts'
import { domain as catalog } from './ground/catalog/index.ts'
import { domain as duties } from './ground/duties/index.ts'
import { domain as ledger } from './ground/ledger/index.ts'
import { domain as parties } from './ground/parties/index.ts'
import { domain as policy } from './ground/policy/index.ts'
import { domain as standards } from './ground/standards/index.ts'
import { domain as open } from './reach/open/index.ts'
import { domain as share } from './reach/share/index.ts'

/** The one list of rooms, from the ground up and from left to right. */
export const domains: readonly Domain[] = [
  {
    name: 'base',
    migrations: new URL('./base/migrations/', import.meta.url),
    routes,
    jobs: { 'base.sweep': (ctx) => sweepAnswers(ctx) },
    schedules: { 'base.sweep': '41 3 * * *' },
  },
  ledger,
  parties,
  policy,
  duties,
  standards,
  cases,
  catalog,
  collect,
  quality,
  serve,
  share,
  open,
]
