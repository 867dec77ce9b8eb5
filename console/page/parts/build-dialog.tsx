import type { ConsoleUploads } from '@center/contract';
import { App, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { CenterSelect } from './center-select.tsx';
import { MonthBox } from './month-box.tsx';
import { Refusal } from './refusal.tsx';

interface BuildEntries {
  readonly facilityId: string;
  readonly month: string;
}

export interface BuildDialogProps {
  readonly facilityId: string | undefined;
  readonly onClose: () => void;
}

/** Builds the packages of one center and month that has ended. */
export function BuildDialog({ facilityId, onClose }: BuildDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<BuildEntries>();
  const { mutate, isPending, error } = useChange<ConsoleUploads>();
  return (
    <Modal
      open
      title={t('uploads.build')}
      okText={t('uploads.build')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => {
        form.submit();
      }}
    >
      <p>{t('uploads.buildHint')}</p>
      <Refusal error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ facilityId }}
        onFinish={(body) => {
          mutate(
            { method: 'POST', path: '/api/uploads', body },
            {
              onSuccess: (built) => {
                void message.success(t('uploads.built', { n: built.rows.length }));
                onClose();
              },
            },
          );
        }}
      >
        <Form.Item
          name="facilityId"
          label={t('common.center')}
          rules={[{ required: true, message: t('common.needed') }]}
        >
          <CenterSelect allowAll={false} />
        </Form.Item>
        <Form.Item name="month" label={t('common.month')} rules={[{ required: true, message: t('common.needed') }]}>
          <MonthBox name={t('common.month')} ended />
        </Form.Item>
      </Form>
    </Modal>
  );
}
