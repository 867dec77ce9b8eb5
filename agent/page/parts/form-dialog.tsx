import { Form, type FormInstance, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Change, useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';

export interface FormDialogProps<V> {
  readonly title: string;
  /** What is to be known before it is written down. */
  readonly hint?: ReactNode;
  readonly form: FormInstance<V>;
  readonly initial: Partial<V>;
  readonly change: (values: V) => Change;
  readonly onClose: () => void;
  readonly onDone?: () => void;
  readonly okText?: string;
  readonly width?: number;
  readonly children: ReactNode;
}

/** A form that is sent as one change; a refusal stands above its fields, and nothing of it is lost. */
export function FormDialog<V extends object>({
  title,
  hint,
  form,
  initial,
  change,
  onClose,
  onDone,
  okText,
  width = 640,
  children,
}: FormDialogProps<V>) {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useChange<unknown>();
  const done = (): void => {
    onDone?.();
    onClose();
  };
  return (
    <Modal
      open
      width={width}
      title={title}
      okText={okText ?? t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {hint === undefined ? null : <p className="dp-quiet">{hint}</p>}
      <Refusal error={error} />
      <Form<V>
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(values) => mutate(change(values), { onSuccess: done })}
      >
        {children}
      </Form>
    </Modal>
  );
}
