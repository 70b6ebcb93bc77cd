import type { ComponentType } from 'react'
import { Catalogue } from './Catalogue.tsx'
import { Resource } from './Resource.tsx'
import { Verify } from './Verify.tsx'

/** A public page: no sign-in, no antd, no router; the first pattern that fits the path is shown. */
export interface OpenRoute {
  readonly path: RegExp
  readonly Page: ComponentType<{ match: RegExpExecArray }>
}

export const openRoutes: readonly OpenRoute[] = [
  { path: /^\/open\/?$/, Page: Catalogue },
  { path: /^\/open\/verify\/?$/, Page: Verify },
  { path: /^\/open\/resources\/(\w+)\/?$/, Page: Resource },
]
