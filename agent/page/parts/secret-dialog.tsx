import { Alert, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

export interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  readonly hint: string;
  readonly onClose: () => void;
}

/** A password that is shown this once; a click beside the dialog does not lose it. */
export function SecretDialog({ title, secret, hint, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={title}
      mask={{ closable: false }}
      closable={false}
      cancelButtonProps={{ style: { display: 'none' } }}
      okText={t('common.close')}
      onOk={onClose}
    >
      <Alert type="warning" showIcon title={t('common.shownOnce')} />
      <p>
        <Typography.Text className="dp-code secret" copyable={{ text: secret }}>
          {secret}
        </Typography.Text>
      </p>
      <p className="dp-quiet">{hint}</p>
    </Modal>
  );
}
