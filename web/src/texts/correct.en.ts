import type { texts as source } from './correct.zh.ts'
import type { Same } from './language.ts'

export const texts: Same<typeof source> = {
  title: 'Corrections',
  note: 'Values that may be wrong: those your organisation answers for and those it reported; least time left first',
  none: 'No correction requests. Choose a row under My data to report one.',
  one: 'Correction',
  resource: 'Resource',
  cell: 'Row and item',
  key: 'Key',
  field: 'Item',
  seen: 'Seen',
  proposed: 'Proposed',
  reason: 'Reason',
  reportedAt: 'Reported',
  answer: 'Answer',
  result: 'Result',
  waiting: 'not answered yet',
  inVersion: 'corrected in version {{n}}',
  what: 'What was reported',
  course: 'Course',
  correct: 'Correct',
  keep: 'Keep the value',
  correctText:
    'The new value is written to a new version that agreements read at once; the old version stays.',
  newValue: 'Right value',
  noteText: 'Note (may be left out)',
  why: 'Why the value is right',
  cancel: 'Cancel',
}
