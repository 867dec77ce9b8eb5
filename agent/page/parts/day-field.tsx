import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';

/** Asia/Shanghai keeps UTC+8 all year. */
const shanghaiMs = 8 * 3_600_000;

/** The wall clock of the center now, whatever zone this computer believes to be in. */
export function centerNow(): Dayjs {
  return dayjs(new Date(Date.now() + shanghaiMs).toISOString().slice(0, 19));
}

/** A wall-clock time of the center as an instant. */
export function centerInstant(wall: Dayjs): string {
  return new Date(`${wall.format('YYYY-MM-DDTHH:mm:ss')}+08:00`).toISOString();
}

/** The wall clock of the center at an instant. */
export function centerWall(at: string): Dayjs {
  return dayjs(new Date(Date.parse(at) + shanghaiMs).toISOString().slice(0, 19));
}

export interface DayFieldProps {
  readonly value: string | undefined;
  readonly label: string;
  readonly onChange: (day: string | undefined) => void;
}

/** A day as `YYYY-MM-DD`. */
export function DayField({ value, label, onChange }: DayFieldProps) {
  return (
    <DatePicker
      value={value === undefined ? null : dayjs(value)}
      placeholder={label}
      aria-label={label}
      onChange={(day: Dayjs | null) => onChange(day?.format('YYYY-MM-DD'))}
    />
  );
}
