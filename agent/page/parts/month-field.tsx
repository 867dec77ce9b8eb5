import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { centerNow } from './day-field.tsx';

export interface MonthFieldProps {
  /** `YYYY-MM` */
  readonly value: string | undefined;
  readonly label: string;
  readonly onChange: (month: string | undefined) => void;
  readonly allowClear?: boolean;
  /** Months that have not begun can be chosen too. */
  readonly future?: boolean;
}

/** `YYYY-MM` of an address, which can hold anything. */
export function monthOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined;
}

/** A month, as `YYYY-MM`; one that has begun unless told otherwise. */
export function MonthField({ value, label, onChange, allowClear = true, future = false }: MonthFieldProps) {
  return (
    <DatePicker
      picker="month"
      allowClear={allowClear}
      value={value === undefined ? null : dayjs(`${value}-01`)}
      placeholder={label}
      aria-label={label}
      disabledDate={(day) => !future && day.isAfter(centerNow(), 'month')}
      onChange={(day) => onChange(day?.format('YYYY-MM'))}
    />
  );
}
