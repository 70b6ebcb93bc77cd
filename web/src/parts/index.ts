export { Confirm, CopyButton } from './actions.tsx'
export { CaseTrack } from './CaseTrack.tsx'
export { ChartWithTable } from './ChartWithTable.tsx'
export { useCaseWords } from './case-words.ts'
export { Dialogue } from './Dialogue.tsx'
export { type Filter, FilterBar } from './FilterBar.tsx'
export { Icon, type IconName } from './icons.tsx'
export { ProblemNotice, useProblemForm } from './ProblemNotice.tsx'
export { type Column, SelectedCount, type Selection, ServerTable } from './ServerTable.tsx'
export { StatutoryClock, urgencyOf } from './StatutoryClock.tsx'
export { count, flag, oneOf, type Place, place, searchOf, words } from './search.ts'
export {
  CountText,
  DataText,
  DayText,
  InstantText,
  Kbd,
  Localised,
  OrgName,
  useLanguage,
  writeDay,
  writeInstant,
  writeSpan,
} from './text.tsx'
