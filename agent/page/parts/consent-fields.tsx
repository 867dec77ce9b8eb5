import type { SignerRelation } from '@center/contract';
import type { StationRecordEntry } from '@center/contract/station-api';
import { Alert, Checkbox, DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Target } from './choose-study.tsx';
import { centerInstant, centerNow } from './day-field.tsx';
import { PageUpload } from './page-upload.tsx';

const answers = ['not-pregnant', 'possibly', 'pregnant'] as const;
const relations = [
  'self',
  'parent',
  'child',
  'grandparent',
  'grandchild',
  'spouse',
  'sibling',
  'guardian',
  'other',
] as const satisfies readonly SignerRelation[];

/** Form values as the fields hold them. */
export interface ConsentEntries {
  readonly answer: (typeof answers)[number] | 'skip';
  readonly lastMenstrualDate?: Dayjs | null;
  readonly ultrasound?: number | null;
  readonly explainedBy?: string;
  readonly consents: 'yes' | 'no' | 'skip';
  readonly signers: readonly SignerRelation[];
  readonly needed: boolean;
  readonly needReason?: string;
  readonly approvedBy?: string;
  readonly signedAt: Dayjs;
  readonly page?: string;
}

/** What the form says, as records: a part that was left alone is no record. */
export function entriesOf(values: ConsentEntries): StationRecordEntry[] {
  const entries: StationRecordEntry[] = [];
  if (values.answer !== 'skip') {
    const { lastMenstrualDate, ultrasound } = values;
    entries.push({
      kind: 'inquiry',
      answer: values.answer,
      ...(lastMenstrualDate ? { lastMenstrualDate: lastMenstrualDate.format('YYYY-MM-DD') } : {}),
      ...(typeof ultrasound === 'number' ? { ultrasoundConceptionDays: ultrasound } : {}),
    });
  }
  const explainedBy = values.explainedBy?.trim() ?? '';
  if (explainedBy !== '') entries.push({ kind: 'harm-explained', explainedBy });
  if (values.consents !== 'skip') {
    entries.push({ kind: 'consent', patientConsents: values.consents === 'yes', signers: [...values.signers] });
  }
  if (values.needed) {
    entries.push({
      kind: 'special-need',
      reason: values.needReason?.trim() ?? '',
      approvedBy: values.approvedBy?.trim() ?? '',
    });
  }
  return entries;
}

/** Whether an instant lies after the exposure, or after the study's day where the headers name no exposure. */
function isAfterExposure(target: Target, at: string): boolean {
  if (target.kind === 'accession') return false;
  const { exposureAt, date } = target.study;
  const end = exposureAt ?? (date === null ? null : `${date}T23:59:59+08:00`);
  return end !== null && Date.parse(at) > Date.parse(end);
}

/** An entry made now would be a late entry. */
export function isLate(target: Target): boolean {
  return isAfterExposure(target, centerInstant(centerNow()));
}

/** Says before saving whether this is a late entry, and whether the time of signing itself comes too late. */
export function TimingNotice({ target }: { readonly target: Target }) {
  const { t } = useTranslation();
  const signedAt = Form.useWatch<Dayjs | null | undefined>('signedAt');
  if (target.kind === 'accession')
    return <Alert type="info" showIcon title={t('consent.noImages')} className="dp-gap" />;
  const late = isLate(target);
  const signedLate = signedAt !== undefined && signedAt !== null && isAfterExposure(target, centerInstant(signedAt));
  return (
    <>
      <Alert
        type={late ? 'warning' : 'success'}
        showIcon
        title={t(late ? 'consent.late' : 'consent.inTime')}
        className="dp-gap"
        data-testid="timing"
      />
      {signedLate ? <Alert type="error" showIcon title={t('consent.signedLate')} className="dp-gap" /> : null}
    </>
  );
}

function NeedFields() {
  const { t } = useTranslation();
  const needed = Form.useWatch<boolean | undefined>('needed') ?? false;
  return (
    <>
      <Form.Item name="needed" valuePropName="checked">
        <Checkbox>{t('consent.specialNeed')}</Checkbox>
      </Form.Item>
      {needed ? (
        <div className="form-row">
          <Form.Item
            name="needReason"
            label={t('consent.needReason')}
            extra={t('common.reasonHint')}
            rules={[{ required: true, whitespace: true, min: 10, message: t('common.reasonHint') }]}
          >
            <Input.TextArea rows={2} maxLength={400} />
          </Form.Item>
          <Form.Item
            name="approvedBy"
            label={t('consent.approvedBy')}
            rules={[{ required: true, whitespace: true, message: t('common.required') }]}
          >
            <Input maxLength={80} />
          </Form.Item>
        </div>
      ) : null}
    </>
  );
}

/** The fields in the order in which they stand on the paper. */
export function ConsentFields() {
  const { t } = useTranslation();
  const answer = Form.useWatch<string | undefined>('answer') ?? 'skip';
  const consents = Form.useWatch<string | undefined>('consents') ?? 'skip';
  return (
    <>
      <Form.Item name="answer" label={t('consent.inquiry')}>
        <Radio.Group
          optionType="button"
          options={[
            ...answers.map((value) => ({ value, label: t(`answer.${value}`) })),
            { value: 'skip', label: t('consent.skipInquiry') },
          ]}
        />
      </Form.Item>
      {answer === 'skip' ? null : (
        <div className="form-row">
          <Form.Item name="lastMenstrualDate" label={t('consent.lastMenstrualDate')}>
            <DatePicker disabledDate={(day) => day.isAfter(centerNow(), 'day')} style={{ width: '100%' }} />
          </Form.Item>
          {answer === 'not-pregnant' ? null : (
            <Form.Item name="ultrasound" label={t('consent.ultrasound')}>
              <InputNumber min={0} max={300} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          )}
        </div>
      )}
      <Form.Item name="explainedBy" label={`${t('consent.harm')} · ${t('consent.explainedBy')}`}>
        <Input maxLength={80} style={{ maxWidth: 320 }} />
      </Form.Item>
      <Form.Item name="consents" label={t('consent.consent')}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'yes', label: t('consent.herConsent') },
            { value: 'no', label: t('consent.noConsent') },
            { value: 'skip', label: t('consent.noConsentNow') },
          ]}
        />
      </Form.Item>
      {consents === 'skip' ? null : (
        <Form.Item name="signers" label={t('consent.signers')} extra={t('consent.signersHint')}>
          <Checkbox.Group options={relations.map((value) => ({ value, label: t(`relation.${value}`) }))} />
        </Form.Item>
      )}
      <NeedFields />
      <div className="form-row">
        <Form.Item
          name="signedAt"
          label={t('consent.signedAt')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <DatePicker
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            disabledDate={(day) => day.isAfter(centerNow(), 'day')}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item name="page" label={t('consent.page')}>
          <PageUpload />
        </Form.Item>
      </div>
    </>
  );
}
