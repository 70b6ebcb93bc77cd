import { type ThemeConfig, theme } from 'antd'
import { fonts, type Mode, palettes, typeSizes } from '../theme.ts'

/** The tokens as antd wants them. */
export function antdTheme(mode: Mode, large: boolean): ThemeConfig {
  const colour = palettes[mode]
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colour.accent,
      colorInfo: colour.accent,
      colorLink: colour.link,
      colorLinkHover: colour.link,
      colorLinkActive: colour.link,
      colorError: mode === 'dark' ? '#c8423c' : colour.late,
      colorErrorText: colour.late,
      colorWarningText: colour.soon,
      colorSuccessText: colour.well,
      colorText: colour.ink,
      colorTextSecondary: colour.soft,
      colorTextTertiary: colour.soft,
      colorTextDescription: colour.soft,
      colorTextPlaceholder: colour.soft,
      colorTextDisabled: colour.soft,
      colorBgBase: mode === 'dark' ? colour.ground : '#ffffff',
      colorBgContainer: colour.paper,
      colorBgElevated: colour.raised,
      colorBgLayout: colour.ground,
      colorBorder: colour.edge,
      colorBorderSecondary: colour.line,
      borderRadius: 4,
      fontFamily: fonts.text,
      fontFamilyCode: fonts.code,
      fontSize: large ? typeSizes.large : typeSizes.usual,
      controlHeight: large ? 40 : 32,
      motion: false,
      wireframe: false,
    },
    components: {
      Form: { itemMarginBottom: 16 },
      // antd would derive a red of its own from the algorithm, too dark to read on the dark paper.
      Button: {
        algorithm: false,
        colorError: colour.late,
        colorErrorHover: colour.late,
        colorErrorActive: colour.late,
        dangerColor: mode === 'dark' ? colour.ground : '#ffffff',
      },
    },
  }
}
