import type { StationStaff, StationStaffForm } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { staffQuery } from '../../api/archive-queries.ts';
import { Shown } from '../../parts/shown.tsx';
import { dayOf, EntryDialog, given, SpanFields, textOf } from './entry-dialog.tsx';
import { RegisterFrame, SpanText } from './register-frame.tsx';

type Member = StationStaff['rows'][number]['entry'];

const posts = ['physician', 'technologist', 'nurse', 'physicist', 'other'] as const satisfies readonly Member['post'][];

interface Values {
  readonly name: string;
  readonly otherNames?: readonly string[];
  readonly post: Member['post'];
  readonly licence?: string;
  readonly imaging?: boolean;
  readonly licenceTo?: Dayjs | null;
  readonly validFrom: Dayjs;
  readonly validTo?: Dayjs | null;
}

function bodyOf(entry: Member | undefined, values: Values): StationStaffForm {
  const { name, otherNames = [], post, licence = '', imaging = false, licenceTo, validFrom, validTo } = values;
  const number = licence.trim();
  return {
    name: name.trim(),
    otherNames: otherNames.map((each) => each.trim()).filter((each) => each !== ''),
    post,
    validFrom: textOf(validFrom),
    ...(validTo ? { validTo: textOf(validTo) } : {}),
    ...(number === '' ? {} : { licence: { number, imaging, ...(licenceTo ? { validTo: textOf(licenceTo) } : {}) } }),
    ...given('id', entry?.id),
  };
}

function initialOf(entry: Member | undefined): Partial<Values> {
  if (entry === undefined) return {};
  const [validFrom, validTo, licenceTo] = [dayOf(entry.validFrom), dayOf(entry.validTo), dayOf(entry.licence?.validTo)];
  return {
    name: entry.name,
    otherNames: entry.otherNames,
    post: entry.post,
    ...(entry.licence === undefined ? {} : { licence: entry.licence.number, imaging: entry.licence.imaging }),
    ...(licenceTo === undefined ? {} : { licenceTo }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}

function StaffDialog({ entry, onClose }: { readonly entry: Member | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <EntryDialog<Values>
      title={t(entry === undefined ? 'registers.add.staff' : 'registers.edit')}
      path="/api/registers/staff"
      form={form}
      initial={initialOf(entry)}
      body={(values) => bodyOf(entry, values)}
      onClose={onClose}
    >
      <div className="form-row">
        <Form.Item name="name" label={t('registers.name')} rules={[{ ...required[0], whitespace: true }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="post" label={t('registers.post')} rules={required}>
          <Select options={posts.map((value) => ({ value, label: t(`registers.posts.${value}`) }))} />
        </Form.Item>
      </div>
      <Form.Item name="otherNames" label={t('registers.otherNames')} extra={t('registers.otherNamesHint')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['|', '；', ';']} />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="licence" label={t('registers.licence')}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="licenceTo" label={t('registers.licenceTo')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <SpanFields from={['validFrom', t('registers.joined')]} to={['validTo', t('registers.left')]} />
      </div>
      <Form.Item name="imaging" valuePropName="checked">
        <Checkbox>{t('registers.imaging')}</Checkbox>
      </Form.Item>
    </EntryDialog>
  );
}

/** People of the center; names stay here. */
export function Staff() {
  const { t } = useTranslation();
  const query = useQuery(staffQuery);
  return (
    <Shown query={query}>
      {({ asOf, rows }) => (
        <RegisterFrame<Member>
          register="staff"
          asOf={asOf}
          rows={rows}
          columns={[
            {
              title: t('registers.name'),
              render: (_, { entry }) => (
                <span className="lines">
                  <b>{entry.name}</b>
                  <span className="dp-quiet small">{entry.otherNames.join(' · ')}</span>
                </span>
              ),
            },
            { title: t('registers.post'), width: 120, render: (_, { entry }) => t(`registers.posts.${entry.post}`) },
            {
              title: t('registers.licence'),
              render: (_, { entry }) =>
                entry.licence === undefined ? (
                  <span className="dp-quiet">–</span>
                ) : (
                  <span className="lines small">
                    <span className="dp-code">{entry.licence.number}</span>
                    {entry.licence.imaging ? <span>{t('registers.imaging')}</span> : null}
                    {entry.licence.validTo === undefined ? null : (
                      <span className="dp-quiet">{t('registers.until', { on: entry.licence.validTo })}</span>
                    )}
                  </span>
                ),
            },
            {
              title: t('registers.validity'),
              width: 210,
              render: (_, { entry }) => <SpanText from={entry.validFrom} to={entry.validTo} />,
            },
          ]}
          dialog={(entry, close) => <StaffDialog entry={entry} onClose={close} />}
        />
      )}
    </Shown>
  );
}
