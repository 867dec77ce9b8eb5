import type { PersonExplanation, StationExplain, StationKeptStudy } from '@center/contract/station-api';
import { Alert, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { newFormKey } from '../../parts/form-key.ts';
import { Refusal } from '../../parts/refusal.tsx';

const reasons = [
  'merged',
  'split',
  'moved',
  'deleted-after-term',
  'exception',
] as const satisfies readonly PersonExplanation[];

interface Values {
  readonly reason: PersonExplanation;
  readonly otherUID?: string;
  readonly note: string;
}

export interface ExplainDialogProps {
  readonly study: StationKeptStudy;
  readonly onClose: () => void;
}

/** Where a study went, as one person says; it counts once a second person has accepted it. */
export function ExplainDialog({ study, onClose }: ExplainDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [formKey] = useState(newFormKey);
  const reason = Form.useWatch('reason', form);
  const { mutate, isPending, error } = useChange<StationKeptStudy>();
  const needsOther = reason === 'merged' || reason === 'split';
  const send = ({ otherUID, ...values }: Values): void => {
    const other = otherUID?.trim() ?? '';
    const body: StationExplain = {
      ...values,
      note: values.note.trim(),
      formKey,
      StudyInstanceUID: study.StudyInstanceUID,
      ...(other === '' ? {} : { otherUID: other }),
    };
    mutate({ method: 'POST', path: '/api/archive/explanations', body }, { onSuccess: onClose });
  };
  return (
    <Modal
      open
      width={600}
      title={t('archive.explain')}
      okText={t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="dp-code">{study.StudyInstanceUID}</p>
      <Alert type="info" showIcon title={t('archive.secondNeeded')} className="dp-gap" />
      <Refusal error={error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={study.candidateUID === null ? {} : { reason: 'merged', otherUID: study.candidateUID }}
        onFinish={send}
      >
        <Form.Item
          name="reason"
          label={t('archive.whereTo')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Radio.Group
            className="lines"
            options={reasons.map((value) => ({ value, label: t(`archive.reason.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="otherUID"
          label={t('archive.otherUID')}
          extra={t('archive.otherUIDHint')}
          rules={[
            { required: needsOther, message: t('common.required') },
            { pattern: /^\s*[0-9.]{1,64}\s*$/, message: t('archive.uidWrong') },
          ]}
        >
          <Input maxLength={64} className="dp-code" />
        </Form.Item>
        <Form.Item
          name="note"
          label={t('archive.note')}
          extra={t('common.reasonHint')}
          rules={[{ required: true, min: 10, whitespace: true, message: t('common.reasonHint') }]}
        >
          <Input.TextArea rows={3} maxLength={400} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
