import type { StationCalendarForm, StationCalendarPreview, StationCalendars } from '@center/contract/station-api';
import { Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { centerNow } from '../../parts/day-field.tsx';
import { useRequired } from '../../parts/equipment/fields.tsx';
import { hoursOf, hoursText } from '../../parts/equipment/hours.ts';
import { MonthField } from '../../parts/month-field.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { PreviewMonth } from './calendar-preview.tsx';

interface Values {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly patterns: readonly { readonly effectiveFrom: Dayjs; readonly days: readonly (string | undefined)[] }[];
  readonly holidays: 'closed' | 'as-usual' | 'hours';
  readonly holidayHours?: string;
  readonly swappedWorkdayAs?: number | null;
  readonly overrides?: readonly { readonly date: Dayjs; readonly hours?: string; readonly reason: string }[];
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function valuesOf(calendar: StationCalendarForm): Values {
  const { onHolidays, patterns, overrides, swappedWorkdayAs, ...rest } = calendar;
  const special = typeof onHolidays !== 'string';
  return {
    ...rest,
    patterns: patterns.map(({ effectiveFrom, days }) => ({
      effectiveFrom: dayjs(effectiveFrom),
      days: days.map(hoursText),
    })),
    holidays: special ? 'hours' : onHolidays,
    holidayHours: special ? hoursText(onHolidays) : '',
    swappedWorkdayAs: swappedWorkdayAs ?? null,
    overrides: overrides.map(({ date, hours, reason }) => ({ date: dayjs(date), hours: hoursText(hours), reason })),
  };
}

/** The form's words as a calendar; its rules have made sure that every text is a list of spans. */
function calendarOf(values: Values): StationCalendarForm {
  const { id, name, zone, patterns, holidays, holidayHours, swappedWorkdayAs, overrides } = values;
  const hours = (text: string | undefined) => hoursOf(text ?? '') ?? [];
  return {
    id: id.trim(),
    name: name.trim(),
    zone: zone.trim(),
    patterns: patterns.map(({ effectiveFrom, days }) => ({
      effectiveFrom: effectiveFrom.format('YYYY-MM-DD'),
      days: weekdays.map((_, at) => hours(days[at])),
    })),
    onHolidays: holidays === 'hours' ? hours(holidayHours) : holidays,
    ...(typeof swappedWorkdayAs === 'number' ? { swappedWorkdayAs } : {}),
    overrides: (overrides ?? []).map(({ date, hours: text, reason }) => ({
      date: date.format('YYYY-MM-DD'),
      hours: hours(text),
      reason: reason.trim(),
    })),
  };
}

function useHoursRule() {
  const { t } = useTranslation();
  return {
    validator: async (_rule: unknown, value: string | undefined): Promise<void> => {
      if (hoursOf(value ?? '') === undefined) throw new Error(t('equipment.calendar.hoursWrong'));
      await Promise.resolve();
    },
  };
}

/** Weekly opening hours from a day on, as many as there have been. */
function Patterns() {
  const { t } = useTranslation();
  const { t: shared } = useTranslation('display');
  const required = useRequired();
  const hours = useHoursRule();
  return (
    <Form.List name="patterns">
      {(fields, { add, remove }) => (
        <div className="lines">
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="pattern">
              <div className="pieces">
                <Form.Item
                  name={[name, 'effectiveFrom']}
                  label={t('equipment.calendar.effectiveFrom')}
                  rules={[required]}
                >
                  <DatePicker />
                </Form.Item>
                {fields.length > 1 ? (
                  <Button size="small" type="text" danger onClick={() => remove(name)}>
                    {t('equipment.calendar.remove')}
                  </Button>
                ) : null}
              </div>
              <div className="week">
                {weekdays.map((day, at) => (
                  <Form.Item key={day} name={[name, 'days', at]} label={shared(`chart.weekday.${day}`)} rules={[hours]}>
                    <Input placeholder={t('equipment.calendar.closed')} maxLength={80} />
                  </Form.Item>
                ))}
              </div>
            </fieldset>
          ))}
          <span>
            <Button size="small" onClick={() => add({ effectiveFrom: centerNow(), days: weekdays.map(() => '') })}>
              {t('equipment.calendar.addPattern')}
            </Button>
          </span>
        </div>
      )}
    </Form.List>
  );
}

/** Single days that differ. */
function Overrides() {
  const { t } = useTranslation();
  const required = useRequired();
  const hours = useHoursRule();
  return (
    <Form.List name="overrides">
      {(fields, { add, remove }) => (
        <div className="lines">
          {fields.map(({ key, name }) => (
            <div key={key} className="override">
              <Form.Item name={[name, 'date']} label={t('equipment.calendar.date')} rules={[required]}>
                <DatePicker />
              </Form.Item>
              <Form.Item name={[name, 'hours']} label={t('equipment.calendar.hours')} rules={[hours]}>
                <Input placeholder={t('equipment.calendar.closed')} maxLength={80} />
              </Form.Item>
              <Form.Item name={[name, 'reason']} label={t('common.reason')} rules={[{ ...required, whitespace: true }]}>
                <Input maxLength={80} />
              </Form.Item>
              <Button size="small" type="text" danger onClick={() => remove(name)}>
                {t('equipment.calendar.remove')}
              </Button>
            </div>
          ))}
          <span>
            <Button size="small" onClick={() => add({ date: centerNow() })}>
              {t('equipment.calendar.addOverride')}
            </Button>
          </span>
        </div>
      )}
    </Form.List>
  );
}

export interface CalendarDialogProps {
  readonly calendar: StationCalendarForm;
  readonly known: boolean;
  readonly onClose: () => void;
}

/** When devices are to work: written as people say it, looked at over a month before it is kept. */
export function CalendarDialog({ calendar, known, onClose }: CalendarDialogProps) {
  const { t } = useTranslation();
  const { t: shared } = useTranslation('display');
  const [form] = Form.useForm<Values>();
  const required = useRequired();
  const hours = useHoursRule();
  const save = useChange<StationCalendars>();
  const look = useChange<StationCalendarPreview>();
  const [month, setMonth] = useState(() => centerNow().format('YYYY-MM'));
  const holidays = Form.useWatch('holidays', form);
  const preview = async (asked: string): Promise<void> => {
    setMonth(asked);
    const values = await form.validateFields();
    look.mutate({
      method: 'POST',
      path: '/api/equipment/calendars/preview',
      body: { calendar: calendarOf(values), month: asked },
    });
  };
  // A field that is wrong is marked where it stands; nothing more is to be said of it.
  const tryPreview = (asked: string): void => void preview(asked).catch(() => look.reset());
  return (
    <Modal
      open
      width={860}
      title={t(known ? 'equipment.calendar.edit' : 'equipment.calendar.add')}
      okText={t('common.save')}
      okButtonProps={{ loading: save.isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="dp-quiet">{t('equipment.calendar.hint')}</p>
      <Refusal error={save.error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={valuesOf(calendar)}
        onFinish={(values) =>
          save.mutate(
            { method: 'PUT', path: '/api/equipment/calendars', body: calendarOf(values) },
            { onSuccess: onClose },
          )
        }
      >
        <div className="form-row">
          <Form.Item name="name" label={t('equipment.card.name')} rules={[{ ...required, whitespace: true }]}>
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item
            name="id"
            label={t('equipment.card.id')}
            rules={[
              required,
              { pattern: /^\s*[A-Za-z0-9][A-Za-z0-9._-]{0,63}\s*$/, message: t('equipment.card.idHint') },
            ]}
          >
            <Input maxLength={64} disabled={known} />
          </Form.Item>
          <Form.Item name="zone" label={t('equipment.calendar.zone')} rules={[required]}>
            <Input maxLength={60} />
          </Form.Item>
        </div>
        <h3 className="part">{t('equipment.calendar.week')}</h3>
        <Patterns />
        <h3 className="part">{t('equipment.calendar.holidays')}</h3>
        <div className="form-row">
          <Form.Item name="holidays" label={t('equipment.calendar.onHolidays')} rules={[required]}>
            <Radio.Group
              className="lines"
              options={(['closed', 'as-usual', 'hours'] as const).map((value) => ({
                value,
                label: t(`equipment.calendar.onHoliday.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="swappedWorkdayAs" label={t('equipment.calendar.swapped')}>
            <Select
              allowClear
              placeholder={t('equipment.calendar.ownWeekday')}
              options={weekdays.map((day, value) => ({
                value,
                label: t('equipment.calendar.asWeekday', { day: shared(`chart.weekday.${day}`) }),
              }))}
            />
          </Form.Item>
          {holidays === 'hours' ? (
            <Form.Item name="holidayHours" label={t('equipment.calendar.hours')} rules={[hours]}>
              <Input maxLength={80} />
            </Form.Item>
          ) : null}
        </div>
        <h3 className="part">{t('equipment.calendar.overrides')}</h3>
        <Overrides />
      </Form>
      <h3 className="part">{t('equipment.calendar.preview')}</h3>
      <div className="filters">
        <MonthField
          value={month}
          label={t('equipment.month')}
          allowClear={false}
          future
          onChange={(next) => tryPreview(next ?? month)}
        />
        <Button loading={look.isPending} onClick={() => tryPreview(month)}>
          {t('equipment.calendar.look')}
        </Button>
      </div>
      <Refusal error={look.error} />
      {look.data === undefined ? null : <PreviewMonth preview={look.data} />}
    </Modal>
  );
}
