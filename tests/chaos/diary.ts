/** What the platform has acknowledged: the effects that must outlive anything. */
export interface Diary {
  /** deliveries answered with 202, by id */
  readonly deliveries: Map<string, { key: string; file: number }>
  /** every submission ever sent, by Idempotency-Key; `id` once it was acknowledged */
  readonly submissions: Map<string, { body: object; id?: string }>
  /** submissions whose approval was acknowledged */
  readonly filed: Set<string>
  /** submissions whose approval was sent and not answered */
  readonly perhapsFiled: Set<string>
  /** lines whose decision was acknowledged */
  readonly decided: Set<string>
  /** ledger entries named by answered reads */
  readonly receipts: Set<string>
  /** checkpoints seen: no later ledger may contradict them */
  readonly checkpoints: string[]
  /** answers nobody should get */
  readonly oddities: string[]
}

export function openDiary(): Diary {
  return {
    deliveries: new Map(),
    submissions: new Map(),
    filed: new Set(),
    perhapsFiled: new Set(),
    decided: new Set(),
    receipts: new Set(),
    checkpoints: [],
    oddities: [],
  }
}

export function summary({ deliveries, submissions, filed, decided, receipts }: Diary): string {
  const known = [...submissions.values()].filter(({ id }) => id !== undefined).length
  return `${deliveries.size} deliveries, ${known} submissions, ${filed.size} filed, ${decided.size} decided, ${receipts.size} reads`
}
