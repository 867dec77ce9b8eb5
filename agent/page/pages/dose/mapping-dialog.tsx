import { mappingKeywords } from '@center/contract';
import type { StationExamClass, StationMappingAdd, StationMappingAdded } from '@center/contract/station-api';
import { inLanguage, useDisplay } from '@center/display';
import { App, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { newFormKey } from '../../parts/form-key.ts';
import { Refusal } from '../../parts/refusal.tsx';

const modalities = ['CT', 'DX', 'CR', 'MG', 'XA', 'RF', 'PX', 'IO', 'NM', 'PT'] as const;

/** What the form begins with: the text of an exam without a class, or nothing. */
export type MappingStart = Partial<Pick<StationMappingAdd, 'keyword' | 'Modality' | 'pattern'>>;

/** How a select writes the empty class. */
const nothing = '-';

export interface MappingDialogProps {
  readonly start: MappingStart;
  readonly classes: readonly StationExamClass[];
  readonly onClose: () => void;
}

/** A row of the center's mapping, with the reason for it. */
export function MappingDialog({ start, classes, onClose }: MappingDialogProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const { message } = App.useApp();
  const [form] = Form.useForm<Omit<StationMappingAdd, 'id'>>();
  const [id] = useState(newFormKey);
  const { mutate, isPending, error } = useChange<StationMappingAdded>();
  const modality = Form.useWatch<string | undefined>('Modality', form) ?? start.Modality ?? 'CT';
  const required = [{ required: true, message: t('common.required') }];
  // Classes of radiography hold for its older modality as well.
  const fitting = classes.filter(({ Modality }) => Modality === modality || (Modality === 'DX' && modality === 'CR'));
  const save = ({ examClass, pattern, reason, ...rest }: Omit<StationMappingAdd, 'id'>): void => {
    const body: StationMappingAdd = {
      id,
      ...rest,
      pattern: pattern.trim(),
      examClass: examClass === nothing ? '' : examClass,
      reason: reason.trim(),
    };
    mutate(
      { method: 'POST', path: '/api/dose/mapping', body },
      {
        onSuccess: ({ judgedAnew }) => {
          void message.success(t('dose.rowSaved', { n: judgedAnew }));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      width={640}
      title={t('dose.addRow')}
      okText={t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Refusal error={error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ Modality: 'CT', keyword: 'ProtocolName', ...start }}
        onFinish={save}
      >
        <div className="form-row">
          <Form.Item name="Modality" label={t('patient.modality')} rules={required}>
            <Select
              options={modalities.map((value) => ({ value, label: value }))}
              onChange={() => form.resetFields(['examClass'])}
            />
          </Form.Item>
          <Form.Item name="keyword" label={t('dose.keyword')} rules={required}>
            <Select options={mappingKeywords.map((value) => ({ value, label: value }))} />
          </Form.Item>
        </div>
        <Form.Item
          name="pattern"
          label={t('dose.pattern')}
          extra={t('dose.patternHint')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
        <Form.Item name="examClass" label={t('dose.examClass')} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              ...fitting.map(({ id: value, title }) => ({ value, label: inLanguage(title, language) })),
              { value: nothing, label: t('dose.compareNothing') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('common.reason')}
          extra={t('common.reasonHint')}
          rules={[{ required: true, whitespace: true, min: 10, message: t('common.reasonHint') }]}
        >
          <Input.TextArea rows={2} maxLength={400} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
