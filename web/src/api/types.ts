import type { paths } from '../../../contract/client.gen.ts'
import type { Bilingual } from '../texts/language.ts'

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never
type Method = 'get' | 'post' | 'put' | 'delete'
type Responses<P extends keyof paths, M extends Method> = paths[P][M] extends { responses: infer R }
  ? R
  : never
type Good<R> = { [S in keyof R]: S extends 200 | 201 | 202 ? Json<R[S]> : never }[keyof R]

/** What an endpoint answers: `Reply<'/api/cases/{id}', 'get'>`. */
export type Reply<P extends keyof paths, M extends Method> = Good<Responses<P, M>>

/** What an endpoint is sent. */
export type Body<P extends keyof paths, M extends Method> = paths[P][M] extends { requestBody: infer B }
  ? Json<B>
  : never

/** One item of a list an endpoint answers with. */
export type ItemOf<P extends keyof paths> = Reply<P, 'get'> extends { items: (infer Item)[] } ? Item : never

export type Me = Reply<'/api/parties/me', 'get'>
export type Org = ItemOf<'/api/parties/orgs'>
/** A matter as it stands alone in lists, or within a line or a correction, where its titles are not sent along. */
export type Case = NonNullable<Line['case']> & {
  readonly kindTitle?: Bilingual
  readonly stateTitle?: Bilingual
}
export type CaseDesk = Reply<'/api/cases/{id}', 'get'>
export type Clock = NonNullable<Case['clock']>
export type Line = ItemOf<'/api/share/lines'>
export type Submission = Reply<'/api/share/submissions/{id}', 'get'>
export type Agreement = ItemOf<'/api/share/agreements'>
export type Resource = Reply<'/api/catalog/resources/{id}', 'get'>
export type Hit = ItemOf<'/api/catalog/search'>
export type Version = ItemOf<'/api/catalog/resources/{id}/versions'>
export type Delivery = Reply<'/api/collect/deliveries/{id}', 'get'>
export type Verdict = Reply<'/api/quality/{resource}/{n}', 'get'>
export type LedgerEntry = ItemOf<'/api/ledger/entries'>
