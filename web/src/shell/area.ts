import type { IconName } from '../parts/icons.tsx'
import type { Bilingual } from '../texts/language.ts'

/** One entry of the side navigation. */
export interface NavItem {
  readonly to: string
  readonly label: Bilingual
  readonly icon: IconName
  /** shown to whoever holds this permission (GET /api/parties/me), to everybody without it; the server decides, this only spares a dead end */
  readonly may?: string
  /** not shown to whoever holds this one */
  readonly unless?: string
}

/** A group of screens in the side navigation. */
export interface Area {
  readonly title: Bilingual
  readonly items: readonly NavItem[]
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** of the document, in both languages */
    readonly title?: Bilingual
  }
}
