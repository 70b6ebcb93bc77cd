import { useState } from 'react'
import { useProblemForm } from '../../../parts/index.ts'

type ProblemForm = ReturnType<typeof useProblemForm>

export interface MendingForm extends ProblemForm {
  /** the reader has changed this field: what was said of it no longer stands */
  mend(pointer: string): void
}

/** A form whose faults go away one by one, as the fields they concern are changed. */
export function useMendingForm(fields: readonly string[]): MendingForm {
  const form = useProblemForm(fields)
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set())
  return {
    ...form,
    itemAt: (pointer) => (mended.has(pointer) ? {} : form.itemAt(pointer)),
    mend: (pointer) => setMended((before) => (before.has(pointer) ? before : new Set([...before, pointer]))),
    send(work) {
      setMended(new Set())
      return form.send(work)
    },
  }
}
