import type { StationRecordEntry, StationRecords, StationRecordsWritten } from '@center/contract/station-api';
import { AsOf, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card, DatePicker, Form, Input, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { recordsQuery, useChange } from '../api/queries.ts';
import { ChooseStudy, type Target, targetFields } from '../parts/choose-study.tsx';
import { centerInstant, centerNow } from '../parts/day-field.tsx';
import { type Filters, useFilters, usePaging } from '../parts/filters.ts';
import { newFormKey } from '../parts/form-key.ts';
import { RecordTable } from '../parts/record-table.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Shown } from '../parts/shown.tsx';

const kinds = ['emergency-unknown', 'newborn', 'foreign-document', 'not-a-patient', 'imported'] as const;

interface Values {
  readonly kind: (typeof kinds)[number];
  readonly resolveBy?: Dayjs;
  readonly fromInstitution?: string;
}

function entryOf({ kind, resolveBy, fromInstitution }: Values): StationRecordEntry {
  return kind === 'imported'
    ? { kind, fromInstitution: fromInstitution?.trim() ?? '' }
    : { kind: 'identity-exception', exception: kind, resolveBy: (resolveBy ?? centerNow()).format('YYYY-MM-DD') };
}

function EntryForm({ target, onSaved }: { readonly target: Target; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [formKey] = useState(newFormKey);
  const [signedAt] = useState(() => centerInstant(centerNow()));
  const kind = Form.useWatch('kind', form);
  const { mutate, isPending, error } = useChange<StationRecordsWritten>();
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="form-wide"
      initialValues={{ kind: 'emergency-unknown', resolveBy: centerNow().add(7, 'day') }}
      onFinish={(values) => {
        const body = { formKey, ...targetFields(target), signedAt, entries: [entryOf(values)] };
        mutate({ method: 'POST', path: '/api/records', body }, { onSuccess: onSaved });
      }}
    >
      <Card size="small" className="dp-gap">
        <Form.Item name="kind" label={t('exceptions.kind')}>
          <Radio.Group options={kinds.map((value) => ({ value, label: t(`exceptions.${value}`) }))} />
        </Form.Item>
        {kind === 'imported' ? (
          <Form.Item
            name="fromInstitution"
            label={t('exceptions.fromInstitution')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('common.required') }]}
          >
            <Input maxLength={120} style={{ maxWidth: 420 }} />
          </Form.Item>
        ) : (
          <Form.Item
            name="resolveBy"
            label={t('exceptions.resolveBy')}
            rules={[{ required: true, message: t('common.required') }]}
          >
            <DatePicker disabledDate={(day) => day.isBefore(centerNow(), 'day')} />
          </Form.Item>
        )}
        <Refusal error={error} />
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t('exceptions.save')}
        </Button>
      </Card>
    </Form>
  );
}

function Rows({ data, set }: { readonly data: StationRecords; readonly set: (changes: Filters) => void }) {
  const { t } = useTranslation();
  return <RecordTable rows={data.rows} none={t('exceptions.none')} pagination={usePaging(data, set)} />;
}

/** Exceptions of identity and imported studies: entry above, register below. */
export function ExceptionsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const given = params.get('study');
  const [{ page }, set] = useFilters();
  const [entering, setEntering] = useState(given !== null);
  const [target, setTarget] = useState<Target>();
  const { message } = App.useApp();
  const query = useQuery(recordsQuery({ register: 'exceptions', page, pageSize: 25 }));
  const choose = useCallback((next: Target | undefined) => setTarget(next), []);
  const done = (): void => {
    void message.success(t('exceptions.saved'));
    setEntering(false);
    setTarget(undefined);
    setParams({});
  };
  return (
    <>
      <Title title={t('exceptions.title')}>
        <AsOf at={query.data?.asOf} />
        {entering ? null : (
          <Button type="primary" onClick={() => setEntering(true)}>
            {t('exceptions.add')}
          </Button>
        )}
      </Title>
      <p className="dp-quiet">{t('exceptions.about')}</p>
      {entering ? <ChooseStudy target={target} given={given} onTarget={choose} /> : null}
      {entering && target !== undefined ? <EntryForm target={target} onSaved={done} /> : null}
      <Shown query={query}>{(data) => <Rows data={data} set={set} />}</Shown>
    </>
  );
}
