import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Palette } from '../theme.ts'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

interface Drawing {
  readonly kind: 'bar' | 'line'
  readonly names: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  readonly palette: Palette
}

/** Draws into a box and follows its size; returns how to clear it away. */
export function drawChart(box: HTMLElement, { kind, names, series, palette }: Drawing): () => void {
  const chart = init(box)
  const axis = {
    axisLabel: { color: palette.soft },
    axisLine: { lineStyle: { color: palette.edge } },
    splitLine: { lineStyle: { color: palette.line } },
  }
  chart.setOption({
    animation: false,
    color: [palette.link, palette.soon, palette.well, palette.soft, palette.late],
    grid: { left: 8, right: 8, top: series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    // Rich text is drawn on the canvas; the HTML tooltip would want inline styles, which our CSP refuses.
    tooltip: { trigger: 'axis', renderMode: 'richText' },
    ...(series.length > 1 && { legend: { textStyle: { color: palette.ink } } }),
    xAxis: { type: 'category', data: [...names], ...axis },
    yAxis: { type: 'value', ...axis },
    series: series.map(({ name, values }) => ({ name, type: kind, data: [...values], barMaxWidth: 28 })),
  })
  const watcher = new ResizeObserver(() => chart.resize())
  watcher.observe(box)
  return () => {
    watcher.disconnect()
    chart.dispose()
  }
}
