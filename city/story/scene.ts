import type { Client } from '../../cli/client.ts'

/** What the steps of the story hand on to each other. */
export interface Scene {
  readonly url: string
  /** scratch files of the story */
  readonly directory: string
  /** sequence number of this telling: the story may be told again in a city that stands */
  readonly telling: string
  /** firms in the city's register */
  readonly firms: number
  readonly as: (login: string) => Promise<Client>
  readonly resources: Record<Holding, string>
  readonly lines: Record<Holding, string>
  readonly agreements: Record<Holding, string>
  submission: string
  /** which entry of the ledger proves each step: kind and subject, in the order of the steps */
  readonly proofs: [kind: string, subject: string][]
  /** a firm of Pingshan that all three registers know */
  key: string
}

/** The three holdings of the story: a city bureau's, a district unit's, a vertical system's. */
export type Holding = 'register' | 'tenants' | 'taxpayers'

export const officers: Record<Holding, string> = {
  register: 'sz.market.officer',
  tenants: 'ps.park.officer',
  taxpayers: 'gd.tax.officer',
}
export const heads: Record<Holding, string> = {
  register: 'sz.market.head',
  tenants: 'ps.park.head',
  taxpayers: 'gd.tax.head',
}
export const reviewers: Record<Holding, string> = {
  register: 'sz.data.reviewer',
  tenants: 'ps.data.reviewer',
  taxpayers: 'gd.data.reviewer',
}
export const holdings = ['register', 'tenants', 'taxpayers'] as const

/** What a Delta Sharing client signs in with. */
export interface Profile {
  readonly endpoint: string
  readonly bearerToken: string
}

/** One of the nine steps: what it is called and what it proved. */
export interface Step {
  readonly zh: string
  readonly en: string
  run(): Promise<StepResult>
}

export interface StepResult {
  readonly note: string
  readonly rows?: number
  readonly title?: string
  readonly tookMs?: number
}
