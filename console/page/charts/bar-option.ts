import type { BarSeriesOption } from 'echarts/charts';
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export interface BarChartSeries {
  readonly name: string;
  readonly values: readonly number[];
  /** [light, dark] */
  readonly colors: readonly [string, string];
}

export interface BarChartData {
  /** What the chart shows, for those who hear it. */
  readonly description: string;
  readonly categories: readonly string[];
  readonly series: readonly BarChartSeries[];
  /** Categories down the side instead of along the foot. */
  readonly horizontal?: boolean;
}

export type BarOption = ComposeOption<
  BarSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption | AriaComponentOption
>;

/** Stacked bars with patterns beside colours, a legend in words and a description that is read aloud. */
export function barOption(chart: BarChartData, dark: boolean): BarOption {
  const ink = dark ? '#c5cfdd' : '#465063';
  const line = dark ? '#333c4a' : '#d5dbe3';
  const names = {
    type: 'category' as const,
    data: [...chart.categories],
    inverse: chart.horizontal === true,
    axisLabel: { color: ink, ...(chart.horizontal === true ? { width: 240, overflow: 'truncate' as const } : {}) },
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
  };
  const amounts = {
    type: 'value' as const,
    minInterval: 1,
    axisLabel: { color: ink },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    aria: { enabled: true, label: { description: chart.description }, decal: { show: true } },
    animation: false,
    grid: { left: 8, right: 24, top: 36, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, textStyle: { color: ink }, itemWidth: 22, itemHeight: 14 },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      confine: true,
      backgroundColor: dark ? '#1d242e' : '#ffffff',
      borderColor: line,
      textStyle: { color: dark ? '#e4e9f0' : '#1b2330' },
    },
    ...(chart.horizontal === true ? { xAxis: amounts, yAxis: names } : { xAxis: names, yAxis: amounts }),
    series: chart.series.map((series) => ({
      type: 'bar' as const,
      name: series.name,
      stack: 'all',
      barMaxWidth: 36,
      data: [...series.values],
      itemStyle: {
        color: dark ? series.colors[1] : series.colors[0],
        borderColor: dark ? '#171c24' : '#ffffff',
        borderWidth: 1,
      },
    })),
  };
}
