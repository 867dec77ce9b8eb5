import { useDisplay } from '@center/display';
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, use as enable, init } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { type BarChartData, barOption } from './bar-option.ts';

enable([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

export interface ChartProps {
  readonly chart: BarChartData;
  readonly height: number;
}

/** A stacked bar chart, drawn as SVG; follows the width of its place and light or dark. */
export function Chart({ chart, height }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType | null>(null);
  const { dark } = useDisplay();
  useEffect(() => {
    const node = place.current;
    if (node === null) return undefined;
    const made = init(node, undefined, { renderer: 'svg' });
    drawn.current = made;
    const watch = new ResizeObserver(() => {
      made.resize();
    });
    watch.observe(node);
    return () => {
      watch.disconnect();
      made.dispose();
      drawn.current = null;
    };
  }, []);
  useEffect(() => {
    drawn.current?.setOption(barOption(chart, dark), { notMerge: true });
  }, [chart, dark]);
  return <div ref={place} className="chart" style={{ height }} />;
}
