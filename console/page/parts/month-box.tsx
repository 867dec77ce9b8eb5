import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';

export interface MonthBoxProps {
  /** What it filters; stands in the empty box and is read aloud. */
  readonly name: string;
  /** `YYYY-MM` */
  readonly value?: string | undefined;
  readonly onChange?: (month: string | undefined) => void;
  /** Only months that have ended can be chosen. */
  readonly ended?: boolean;
}

const isMonth = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export function MonthBox({ name, value, onChange, ended = false }: MonthBoxProps) {
  return (
    <DatePicker
      picker="month"
      aria-label={name}
      placeholder={name}
      value={isMonth(value) ? dayjs(`${value}-01`) : null}
      disabledDate={(day) => (ended ? !day.isBefore(dayjs(), 'month') : day.isAfter(dayjs(), 'month'))}
      onChange={(day) => onChange?.(day === null ? undefined : day.format('YYYY-MM'))}
    />
  );
}
