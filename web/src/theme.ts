/**
 * The one file of tokens: colours by mode, sizes by type. Text colours hold a contrast of 4.5 on every
 * ground they stand on (WCAG 2.2, 1.4.3); antd's own blue links and grey captions do not.
 */
export type Mode = 'light' | 'dark'

export interface Palette {
  readonly ground: string
  readonly paper: string
  readonly raised: string
  readonly ink: string
  readonly soft: string
  readonly line: string
  readonly edge: string
  readonly accent: string
  readonly link: string
  readonly wash: string
  readonly late: string
  readonly lateWash: string
  readonly soon: string
  readonly soonWash: string
  readonly well: string
  readonly wellWash: string
}

export const palettes: Readonly<Record<Mode, Palette>> = {
  light: {
    ground: '#f5f6f4',
    paper: '#ffffff',
    raised: '#fbfbf9',
    ink: '#1b2226',
    soft: '#535f66',
    line: '#dfe3e1',
    edge: '#7d888e',
    accent: '#14506e',
    link: '#0f5a83',
    wash: '#e9f1f5',
    late: '#a31621',
    lateWash: '#fbecea',
    soon: '#7a4a00',
    soonWash: '#fcf3df',
    well: '#1d6140',
    wellWash: '#e7f3ec',
  },
  dark: {
    ground: '#12171a',
    paper: '#1a2125',
    raised: '#20282d',
    ink: '#e6ebed',
    soft: '#a9b5bb',
    line: '#313c42',
    edge: '#76858d',
    accent: '#22698c',
    link: '#86c3e6',
    wash: '#1d3340',
    late: '#ff9b93',
    lateWash: '#3a1f1f',
    soon: '#f0c274',
    soonWash: '#372c17',
    well: '#8ed3ab',
    wellWash: '#1b3326',
  },
}

/** Body size in px; everything else is relative to it. */
export const typeSizes = { usual: 14, large: 18 } as const

const cjk =
  '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"'
export const fonts = {
  text: `-apple-system, "Segoe UI", "Helvetica Neue", ${cjk}, sans-serif`,
  code: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace',
} as const

/** Puts the tokens where style sheets find them: as custom properties of the root element. */
export function applyTokens(mode: Mode, large: boolean): void {
  const { style, dataset } = document.documentElement
  for (const [name, colour] of Object.entries(palettes[mode])) style.setProperty(`--${kebab(name)}`, colour)
  style.setProperty('--font', fonts.text)
  style.setProperty('--code', fonts.code)
  style.setProperty('font-size', `${large ? typeSizes.large : typeSizes.usual}px`)
  style.setProperty('color-scheme', mode)
  dataset.mode = mode
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
