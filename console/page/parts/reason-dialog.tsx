import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/queries.ts';
import { useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';

export interface ReasonDialogProps<T> {
  readonly title: string;
  readonly hint: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly danger?: boolean;
  readonly change: (reason: string) => Change;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
}

/** Asks why before something that goes into the audit log is done. */
export function ReasonDialog<T>({
  title,
  hint,
  action,
  danger = false,
  change,
  onDone,
  onClose,
}: ReasonDialogProps<T>) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, isPending, error } = useChange<T>();
  return (
    <Modal
      open
      title={title}
      okText={action}
      okButtonProps={{ danger, loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => {
        form.submit();
      }}
    >
      <p>{hint}</p>
      <Refusal error={error} />
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) => {
          mutate(change(reason.trim()), { onSuccess: onDone });
        }}
      >
        <Form.Item
          name="reason"
          label={t('common.reason')}
          extra={t('common.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 4, max: 400, message: t('common.reasonHint') }]}
        >
          <Input.TextArea rows={3} maxLength={400} showCount autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
