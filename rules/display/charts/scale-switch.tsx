import { Segmented } from 'antd';
import { useDisplayWords } from '../display-context.ts';
import { type ScaleMode, scaleModes } from './scale.ts';

/** Straight or logarithmic, or by itself. */
export function ScaleSwitch({
  value,
  onChange,
}: {
  readonly value: ScaleMode;
  readonly onChange: (mode: ScaleMode) => void;
}) {
  const words = useDisplayWords();
  return (
    <span className="dp-scale">
      <span className="dp-quiet">{words.chart.scaleName}</span>
      <Segmented<ScaleMode>
        aria-label={words.chart.scaleName}
        value={value}
        onChange={onChange}
        options={scaleModes.map((mode) => ({ value: mode, label: words.chart.scale[mode] }))}
      />
    </span>
  );
}
