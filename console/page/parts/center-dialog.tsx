import type { ConsoleFacilityCreate, ConsoleFacilityRow } from '@center/contract';
import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';

interface CenterEntries {
  readonly facilityId: string;
  readonly name: string;
  readonly licenceNumber?: string;
  readonly divisionCode?: string;
}

/** A new center; its id stays for good. */
export function CenterDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<CenterEntries>();
  const { mutate, isPending, error } = useChange<ConsoleFacilityRow>();
  const create = ({ facilityId, name, licenceNumber = '', divisionCode = '' }: CenterEntries): void => {
    const body: ConsoleFacilityCreate = {
      facilityId: facilityId.trim(),
      name: name.trim(),
      ...(licenceNumber.trim() === '' ? {} : { licenceNumber: licenceNumber.trim() }),
      ...(divisionCode === '' ? {} : { divisionCode }),
    };
    mutate(
      { method: 'POST', path: '/api/facilities', body },
      {
        onSuccess: () => {
          void message.success(t('centers.added'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={t('centers.add')}
      okText={t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => {
        form.submit();
      }}
    >
      <Refusal error={error} />
      <Form form={form} layout="vertical" onFinish={create}>
        <Form.Item
          name="name"
          label={t('centers.name')}
          rules={[{ required: true, whitespace: true, max: 120, message: t('common.needed') }]}
        >
          <Input autoFocus maxLength={120} />
        </Form.Item>
        <Form.Item
          name="facilityId"
          label={t('common.centerId')}
          extra={t('centers.idHint')}
          rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, message: t('centers.idHint') }]}
        >
          <Input maxLength={64} spellCheck={false} />
        </Form.Item>
        <Form.Item name="licenceNumber" label={t('centers.licence')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="divisionCode"
          label={t('centers.division')}
          extra={t('centers.divisionHint')}
          rules={[{ pattern: /^\d{6}$/, message: t('centers.divisionHint') }]}
        >
          <Input maxLength={6} inputMode="numeric" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
