export { AgreementList } from './AgreementList.tsx'
export { Confirm, CopyButton } from './actions.tsx'
export { AgreementState, useAgreementColumns } from './agreement-columns.tsx'
export { CaseMoves, useMoveCase } from './CaseMoves.tsx'
export { CaseTrack } from './CaseTrack.tsx'
export { ChartWithTable } from './ChartWithTable.tsx'
export { itself, useCaseColumns, useCaseFilters, useKindFilter } from './case-columns.tsx'
export { useCaseWords } from './case-words.ts'
export { CodeText, useCodeWords } from './code-words.tsx'
export { Dialogue } from './Dialogue.tsx'
export { saveFile } from './export.ts'
export { type Filter, FilterBar } from './FilterBar.tsx'
export { Fact, Facts, StateMark } from './facts.tsx'
export { Icon, type IconName } from './icons.tsx'
export { KeyHelp, useKeys } from './keys.tsx'
export { LongText } from './LongText.tsx'
export { Citation, GatePanel, Law } from './law.tsx'
export { ActorText, ElementName, PersonText, readActor, useOrgName, usePersonName } from './names.tsx'
export { type AgreedTerms, readOdrl } from './odrl.ts'
export { ProblemNotice, useProblemForm } from './ProblemNotice.tsx'
export { placeOf, screenOf } from './place-of.ts'
export { SearchForm } from './SearchForm.tsx'
export { type Column, SelectedCount, ServerTable } from './ServerTable.tsx'
export { StatutoryClock } from './StatutoryClock.tsx'
export { count, flag, oneOf, type Place, place, searchOf, words } from './search.ts'
export { showControls } from './show-controls.ts'
export { chosenOf, endedOf, keptOf, stateFilter } from './state-filter.ts'
export { PlainTable, Scrolled } from './tables.tsx'
export { useRuleText, useTerms, useTypeText } from './terms.ts'
export {
  CountText,
  DataText,
  DayText,
  FullDay,
  FullInstant,
  InstantText,
  Kbd,
  Localised,
  OrgName,
  ResourceName,
  SizeText,
  useItemTitles,
  useLanguage,
  writeDay,
} from './text.tsx'
