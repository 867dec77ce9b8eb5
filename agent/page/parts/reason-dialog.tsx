import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Change, useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';

export interface ReasonDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly danger?: boolean;
  readonly change: (reason: string) => Change;
  readonly onClose: () => void;
}

/** Asks why before something is done that the ledger keeps. */
export function ReasonDialog({ title, hint, danger = false, change, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, isPending, error } = useChange<unknown>();
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ danger, loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{hint}</p>
      <Refusal error={error} />
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) => mutate(change(reason.trim()), { onSuccess: onClose })}
      >
        <Form.Item
          name="reason"
          label={t('common.reason')}
          extra={t('common.reasonHint')}
          rules={[
            {
              validator: async (_rule, value: string | undefined) => {
                if ((value ?? '').trim().length < 10) throw new Error(t('common.reasonHint'));
                await Promise.resolve();
              },
            },
          ]}
        >
          <Input.TextArea rows={3} maxLength={400} showCount autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
