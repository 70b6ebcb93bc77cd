import type { ComponentType } from 'react'
import { OpenFront } from './OpenFront.tsx'

/** A public page: no sign-in, no antd, no router; the first pattern that fits the path is shown. */
export interface OpenRoute {
  readonly path: RegExp
  readonly Page: ComponentType<{ match: RegExpExecArray }>
}

export const openRoutes: readonly OpenRoute[] = [{ path: /^\/open\/?$/, Page: OpenFront }]
