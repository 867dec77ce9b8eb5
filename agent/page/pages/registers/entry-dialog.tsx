import { DatePicker, Form, type FormInstance } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';

export const dayOf = (text: string | undefined): Dayjs | undefined => (text === undefined ? undefined : dayjs(text));
export const textOf = (day: Dayjs): string => day.format('YYYY-MM-DD');

/** `{ key: text }` where there is a text; nothing where there is none. */
export function given<K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> {
  const trimmed = text?.trim() ?? '';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key of the type that was named
  return (trimmed === '' ? {} : { [key]: trimmed }) as Partial<Record<K, string>>;
}

export interface EntryDialogProps<V> {
  readonly title: string;
  readonly path: string;
  readonly form: FormInstance<V>;
  readonly initial: Partial<V>;
  readonly body: (values: V) => unknown;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The form of an entry of a register. */
export function EntryDialog<V extends object>({ path, body, ...form }: EntryDialogProps<V>) {
  return <FormDialog<V> {...form} change={(values) => ({ method: 'PUT', path, body: body(values) })} />;
}

/** From and to, the second of them open. */
export function SpanFields({
  from,
  to,
}: {
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
}) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name={from[0]} label={from[1]} rules={[{ required: true, message: t('common.required') }]}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={to[0]} label={to[1]}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
    </>
  );
}
