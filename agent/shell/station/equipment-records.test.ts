import {
  StationDailyDay,
  StationDailyDue,
  StationEquipmentRecord,
  StationEquipmentRecordHistory,
  StationEquipmentRecords,
  StationMaintenancePlan,
  StationWindows,
} from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  codeOf,
  type EquipmentCenter,
  equipmentCenter,
  formKey,
  hour,
  nov,
  novAt,
  written,
} from './testing/equipment-center.ts';
import type { Client } from './testing/test-center.ts';

let center: EquipmentCenter;
beforeEach(async () => {
  center = await equipmentCenter();
});
afterEach(() => center.close());

const reason = '录入时看错了日期，现予更正';
const errorsOf = (form: TSchema, value: unknown) => [...Compile(form).Errors(value)];
const post = (by: Client, path: string, body: object) => by.send('POST', `/api/equipment/${path}`, body);
const step = (by: Client, id: string, name: string, body: object) => post(by, `records/${id}/${name}`, body);
const fault = (more: object = {}) => ({
  formKey: formKey(),
  equipmentId: 'ct-1',
  start: nov(24, '09:00'),
  degraded: false,
  description: '球管打火，无法曝光',
  ...more,
});
const daily = (more: object = {}) => ({
  formKey: formKey(),
  equipmentId: 'ct-1',
  date: '2026-11-25',
  status: 'normal',
  selfCheckDone: true,
  calibrationDone: true,
  remark: '',
  ...more,
});

describe('faults', () => {
  test('a draft whose probe is gone blocks no fault that begins after', async () => {
    const draft = { kind: 'fault', equipmentId: 'ct-1', openedBy: 'probe', probe: 'old', degraded: false } as const;
    const body = { ...draft, start: novAt(23, '09:00'), description: '' };
    const { id } = center.ledger.equipmentRecords.add({ body }, 'agent', novAt(23, '09:01'));
    expect(codeOf(await post(center.officer, 'faults', fault({ start: nov(24, '09:00') })))).toBe('fault-open');
    const gone = { body: { ...body, probeGoneAt: novAt(23, '12:00') }, reason: '' };
    center.ledger.equipmentRecords.revise(id, gone, 'agent', novAt(23, '12:00'));
    expect(codeOf(await post(center.officer, 'faults', fault({ start: nov(23, '11:00') })))).toBe('fault-open');
    expect(codeOf(await post(center.officer, 'faults', fault({ start: nov(24, '09:00') })))).toBe('taken 200');
  });

  test('last from their begin to the acceptance of the repair, and the same form twice is one', async () => {
    const form = fault();
    const opened = written(await post(center.officer, 'faults', form));
    expect([errorsOf(StationEquipmentRecord, opened), opened.steps]).toEqual([[], ['classify', 'accept']]);
    expect(written(await post(center.officer, 'faults', form)).id).toBe(opened.id);
    expect(codeOf(await post(center.officer, 'faults', { ...form, degraded: true }))).toBe('form-differs');
    expect(codeOf(await post(center.second, 'faults', form))).toBe('form-differs');
    expect(codeOf(await post(center.second, 'faults', fault({ start: nov(25, '08:30') })))).toBe('fault-open');
    const result = '更换球管后试曝光正常';
    for (const end of [nov(24, '08:00'), nov(26)])
      expect(codeOf(await step(center.second, opened.id, 'accept', { revision: 1, end, result }))).toMatch(
        /date-order|too-far-ahead/,
      );
    const accepted = written(
      await step(center.second, opened.id, 'accept', { revision: 1, end: nov(24, '15:00'), result }),
    );
    expect(accepted.accepted).toMatchObject({ by: 'officer2' });
    expect(codeOf(await post(center.officer, 'faults', fault({ start: nov(24, '12:00') })))).toBe('fault-overlaps');
    written(await post(center.officer, 'faults', fault({ start: nov(24, '15:00') })));
  });

  test('an earlier end of what was accepted takes another person and a reason; a later revision is refused to who looked at an old one', async () => {
    const { id } = written(await post(center.officer, 'faults', fault()));
    const accept = (by: Client, revision: number, end: string, more: object = {}) =>
      step(by, id, 'accept', { revision, end, result: '已修复', ...more });
    written(await accept(center.officer, 1, nov(24, '15:00')));
    expect(codeOf(await accept(center.officer, 1, nov(24, '16:00'), { reason }))).toBe('changed-meanwhile');
    expect(codeOf(await accept(center.officer, 2, nov(24, '14:00')))).toBe('reason-needed');
    expect(codeOf(await accept(center.officer, 2, nov(24, '14:00'), { reason }))).toBe('same-person');
    written(await accept(center.second, 2, nov(24, '14:00'), { reason }));
    const history = await center.officer.send('GET', `/api/equipment/records/${id}`);
    expect(errorsOf(StationEquipmentRecordHistory, history.json())).toEqual([]);
    expect(
      history.json<StationEquipmentRecordHistory>().revisions.map(({ revision, entered }) => [revision, entered.by]),
    ).toEqual([
      [3, 'officer2'],
      [2, 'officer1'],
      [1, 'officer1'],
    ]);
  });

  test('a class that frees time waits for a second person, and a new class for a new one', async () => {
    const { id } = written(await post(center.officer, 'faults', fault()));
    const say = (revision: number, faultClass: string, more: object = {}) =>
      step(center.officer, id, 'classify', {
        revision,
        faultClass,
        degraded: false,
        description: '夜间被保洁误关',
        ...more,
      });
    const said = written(await say(1, 'switched-off'));
    expect([said.waitsForSecond, said.steps.includes('countersign')]).toEqual([true, false]);
    expect(codeOf(await step(center.officer, id, 'countersign', { revision: 2 }))).toBe('same-person');
    const signed = written(await step(center.second, id, 'countersign', { revision: 2 }));
    expect([signed.countersigned?.by, signed.waitsForSecond]).toEqual(['officer2', false]);
    expect(codeOf(await step(center.second, id, 'countersign', { revision: 3 }))).toBe('step-unfit');
    expect(codeOf(await say(3, 'network'))).toBe('reason-needed');
    const again = written(await say(3, 'network', { reason }));
    expect([again.countersigned, again.waitsForSecond]).toEqual([null, true]);
    expect(codeOf(await say(4, 'network', { reason, start: nov(24, '10:00') }))).toBe('fault-start-later');
    expect(written(await say(4, 'network', { reason, start: nov(24, '08:00') })).says).toMatchObject({
      start: nov(24, '08:00'),
    });
    const plain = written(await say(5, 'fault', { reason }));
    expect(plain.waitsForSecond).toBe(false);
  });

  test('a countersignature does not outlive a later end', async () => {
    const { id } = written(await post(center.officer, 'faults', fault()));
    const said = { faultClass: 'network', degraded: false, description: '交换机掉电' };
    written(await step(center.officer, id, 'classify', { revision: 1, ...said }));
    written(await step(center.second, id, 'countersign', { revision: 2 }));
    const accepted = written(
      await step(center.officer, id, 'accept', { revision: 3, end: nov(24, '17:00'), result: '恢复' }),
    );
    expect([accepted.countersigned, accepted.waitsForSecond]).toEqual([null, true]);
  });

  test('a draft is not withdrawn, and down time that a person wrote goes only by another', async () => {
    const draft = center.ledger.equipmentRecords.add(
      {
        body: {
          kind: 'fault',
          equipmentId: 'ct-2',
          start: novAt(23, '09:00'),
          openedBy: 'probe',
          probe: 'ct-2-echo',
          degraded: false,
          description: '',
        },
      },
      'agent',
      center.now(),
    );
    expect(codeOf(await step(center.officer, draft.id, 'withdraw', { revision: 1, reason }))).toBe(
      'draft-not-withdrawn',
    );
    const waiting = (
      await center.officer.send('GET', '/api/equipment/records?waiting=yes')
    ).json<StationEquipmentRecords>();
    expect(waiting.rows.map(({ id, says }) => [id, 'classifyBy' in says ? says.classifyBy : ''])).toEqual([
      [draft.id, '2026-11-26'],
    ]);
    const { id } = written(await post(center.officer, 'faults', fault()));
    expect(codeOf(await step(center.officer, id, 'withdraw', { revision: 1, reason }))).toBe('same-person');
    const gone = written(await step(center.second, id, 'withdraw', { revision: 1, reason }));
    expect([gone.withdrawn?.by, gone.steps]).toEqual(['officer2', []]);
    expect(codeOf(await step(center.second, id, 'accept', { revision: 1, end: nov(24, '10:00'), result: 'x' }))).toBe(
      'record-withdrawn',
    );
    written(await post(center.officer, 'faults', fault()));
  });
});

describe('windows, external causes, suspensions, disputes', () => {
  const window = (more: object = {}) => ({
    formKey: formKey(),
    equipmentIds: ['ct-1', 'ct-2'],
    from: nov(27, '08:00'),
    to: nov(27, '12:00'),
    reason: '厂家半年度保养，需停机四小时',
    ...more,
  });
  const approve = (by: Client, id: string, revision = 1) => step(by, id, 'approve', { revision });

  test('a window is approved by another before it begins; afterwards only a countersignature frees time', async () => {
    const asked = written(await post(center.officer, 'windows', window()));
    expect(asked).toMatchObject({ waitsForSecond: true, says: { late: false }, requested: { by: 'officer1' } });
    expect(codeOf(await approve(center.officer, asked.id))).toBe('same-person');
    const approved = written(await approve(center.second, asked.id));
    expect([approved.approved?.by, approved.waitsForSecond]).toEqual(['officer2', false]);
    expect(codeOf(await step(center.administrator, asked.id, 'countersign', { revision: 2 }))).toBe('step-unfit');
    const late = written(
      await post(center.officer, 'windows', window({ from: nov(24, '08:00'), to: nov(24, '09:00') })),
    );
    expect(late).toMatchObject({ waitsForSecond: true, says: { late: true } });
    expect(codeOf(await approve(center.second, late.id))).toBe('window-begun');
    expect(written(await step(center.second, late.id, 'countersign', { revision: 1 }))).toMatchObject({
      countersigned: { by: 'officer2' },
      approved: null,
    });
    const tooLate = written(
      await post(center.officer, 'windows', window({ from: nov(25, '11:00'), to: nov(25, '12:00') })),
    );
    center.pass(2 * hour);
    expect(codeOf(await approve(center.seated('officer2', 'officer'), tooLate.id))).toBe('window-begun');
    const list = (
      await center.seated('officer1', 'officer').send('GET', '/api/equipment/windows')
    ).json<StationWindows>();
    expect([errorsOf(StationWindows, list), list.rows.length, list.caps[0]?.plannedMs]).toEqual([[], 3, 6 * hour]);
  });

  test('a window is no suspension: not longer than 31 days, not overlapping itself, not for another year', async () => {
    for (const [more, code] of [
      [{ to: nov(27, '08:00') }, 'date-order'],
      [{ to: '2026-12-29T00:00:00Z' }, 'window-too-long'],
      [{ from: '2028-11-27T00:00:00Z', to: '2028-11-27T04:00:00Z' }, 'too-far-ahead'],
      [{ repeats: { every: 1, unit: 'week', until: '2026-11-01' } }, 'date-order'],
      [{ repeats: { every: 1, unit: 'week', until: '2099-01-01' } }, 'too-far-ahead'],
      [
        { to: '2026-12-08T00:00:00Z', repeats: { every: 1, unit: 'week', until: '2027-03-01' } },
        'window-overlaps-itself',
      ],
      [{ equipmentIds: ['ct-1', 'ct-9'] }, 'not-found'],
      [{ from: '2026-11-31T00:00:00Z', to: '2026-12-02T00:00:00Z' }, 'request-invalid'],
      [{ equipmentIds: ['ct-1', 'ct-1'] }, 'request-invalid'],
      [{ equipmentIds: [] }, 'request-invalid'],
    ] as const)
      expect([more, codeOf(await post(center.officer, 'windows', window(more)))]).toEqual([more, code]);
    const { id } = written(
      await post(center.officer, 'windows', window({ repeats: { every: 1, unit: 'month', until: '2027-06-30' } })),
    );
    written(await approve(center.second, id));
    const cancelled = written(await step(center.officer, id, 'cancel', { revision: 2, reason }));
    expect([cancelled.cancelled?.by, cancelled.steps]).toEqual(['officer1', ['withdraw']]);
    expect(codeOf(await step(center.officer, id, 'cancel', { revision: 3, reason }))).toBe('already-decided');
  });

  test('an external cause is approved, a suspension and a dispute countersigned, each by another', async () => {
    const outside = written(
      await post(center.officer, 'externals', {
        formKey: formKey(),
        equipmentIds: ['ct-1'],
        from: nov(20, '10:00'),
        to: nov(20, '14:00'),
        cause: 'mains',
        document: '供电公司停电通知〔2026〕118号',
      }),
    );
    expect(codeOf(await approve(center.officer, outside.id))).toBe('same-person');
    expect(written(await approve(center.second, outside.id)).approved?.by).toBe('officer2');
    const suspension = {
      formKey: formKey(),
      equipmentId: 'ct-2',
      from: nov(26),
      to: '2026-12-20T00:00:00Z',
      reason: '机房改造，设备正式停用',
    };
    const stopped = written(await post(center.officer, 'suspensions', suspension));
    written(await step(center.second, stopped.id, 'countersign', { revision: 1 }));
    const end = (to: string) => step(center.officer, stopped.id, 'end', { revision: 2, to, reason });
    expect(codeOf(await end('2027-01-20T00:00:00Z'))).toBe('suspension-longer');
    expect(codeOf(await end(nov(25)))).toBe('date-order');
    expect(written(await end('2026-12-10T00:00:00Z'))).toMatchObject({ countersigned: { by: 'officer2' } });
    const dispute = {
      formKey: formKey(),
      equipmentId: 'ct-1',
      from: nov(23, '09:00'),
      to: nov(23, '10:00'),
      reason: '探测期间正在做检查，见登记本',
    };
    expect(codeOf(await post(center.officer, 'disputes', { ...dispute, to: nov(26) }))).toBe('too-far-ahead');
    expect(codeOf(await post(center.officer, 'disputes', { ...dispute, reason: '没坏' }))).toBe('request-invalid');
    const { id } = written(await post(center.officer, 'disputes', dispute));
    expect(codeOf(await step(center.officer, id, 'countersign', { revision: 1 }))).toBe('same-person');
    expect(codeOf(await step(center.second, id, 'approve', { revision: 1 }))).toBe('step-unfit');
    expect(written(await step(center.second, id, 'countersign', { revision: 1 })).waitsForSecond).toBe(false);
  });

  test('two second persons at once: one signs, the other is told that it stands already', async () => {
    const { id } = written(await post(center.officer, 'windows', window()));
    const both = await Promise.all([approve(center.second, id), approve(center.administrator, id)]);
    expect(both.map(codeOf).sort()).toEqual(['changed-meanwhile', 'taken 200']);
  });
});

describe('daily records', () => {
  const day = async (date = '') => {
    const answer = await center
      .seated('officer1', 'officer')
      .send('GET', `/api/equipment/daily${date === '' ? '' : `?date=${date}`}`);
    const view = answer.json<StationDailyDay>();
    expect(errorsOf(StationDailyDay, view)).toEqual([]);
    return view;
  };
  const ofCt1 = async (date = '') => (await day(date)).rows.find(({ equipmentId }) => equipmentId === 'ct-1');

  test('are due an hour after opening; late ones say so; one a device and day', async () => {
    center.saw('ct-1', [{ start: novAt(25, '07:30'), end: novAt(25, '09:59'), state: 'up' }]);
    expect(await ofCt1()).toMatchObject({
      standing: 'overdue',
      opensAt: nov(25, '08:00'),
      dueAt: nov(25, '09:00'),
      record: null,
    });
    expect(await ofCt1('2026-11-22')).toMatchObject({ standing: 'not-open', opensAt: null });
    expect(await ofCt1('2026-11-26')).toMatchObject({ standing: 'not-yet-due' });
    const form = daily();
    const signed = written(await post(center.officer, 'daily', form));
    expect([errorsOf(StationEquipmentRecord, signed), signed.late]).toEqual([[], true]);
    expect(written(await post(center.officer, 'daily', form)).revision).toBe(1);
    expect(codeOf(await post(center.second, 'daily', daily()))).toBe('daily-exists');
    expect((await ofCt1())?.standing).toBe('done-late');
    center.pass(22 * hour + 30 * 60_000);
    written(await post(center.seated('officer1', 'officer'), 'daily', daily({ date: '2026-11-26' })));
    expect(await ofCt1()).toMatchObject({ standing: 'done', record: { late: false } });
  });

  test('are corrected with a reason, and both stand', async () => {
    const { id } = written(await post(center.officer, 'daily', daily()));
    const {
      formKey: _key,
      equipmentId: _of,
      date: _date,
      ...words
    } = daily({ status: 'degraded', remark: '图像偶有环状伪影' });
    expect(codeOf(await step(center.officer, id, 'daily', { revision: 1, ...words }))).toBe('request-invalid');
    const revised = written(await step(center.second, id, 'daily', { revision: 1, reason, ...words }));
    expect(revised).toMatchObject({
      revision: 2,
      reason,
      firstEntered: { by: 'officer1' },
      entered: { by: 'officer2' },
    });
    const history = (
      await center.officer.send('GET', `/api/equipment/records/${id}`)
    ).json<StationEquipmentRecordHistory>();
    expect(history.revisions.map(({ says }) => 'status' in says && says.status)).toEqual(['degraded', 'normal']);
  });

  test('one that says the opposite of the probes waits for a second person', async () => {
    center.saw('ct-1', [{ start: novAt(24, '07:30'), end: novAt(24, '19:00'), state: 'down' }]);
    const told = written(await post(center.officer, 'daily', daily({ date: '2026-11-24' })));
    expect(told).toMatchObject({ contradicts: true, waitsForSecond: true });
    expect(codeOf(await step(center.officer, told.id, 'countersign', { revision: 1 }))).toBe('same-person');
    const seen = written(await step(center.second, told.id, 'countersign', { revision: 1 }));
    expect(seen).toMatchObject({ contradicts: false, waitsForSecond: false, countersigned: { by: 'officer2' } });
  });

  test('are of imaging devices, of days that have been, and of days in service', async () => {
    for (const [more, code] of [
      [{ equipmentId: 'pacs-1' }, 'not-imaging'],
      [{ equipmentId: 'ct-9' }, 'not-found'],
      [{ date: '2026-11-26' }, 'too-far-ahead'],
      [{ date: '2026-09-30' }, 'before-service'],
      [{ date: '2026-02-30' }, 'request-invalid'],
      [{ status: 'fine' }, 'request-invalid'],
      [{ humidityPct: 101 }, 'request-invalid'],
      [{ remark: 'a\u202eb' }, 'request-invalid'],
    ] as const)
      expect([more, codeOf(await post(center.officer, 'daily', daily(more)))]).toEqual([more, code]);
  });

  test('what is owed is listed, oldest first, with figures a device', async () => {
    written(await post(center.officer, 'daily', daily()));
    const due = (await center.officer.send('GET', '/api/equipment/daily/due')).json<StationDailyDue>();
    expect(errorsOf(StationDailyDue, due)).toEqual([]);
    expect(due.rows[0]?.date).toBe('2026-10-26');
    const ct1 = due.devices.find(({ equipmentId }) => equipmentId === 'ct-1');
    expect(ct1).toMatchObject({ due: 23, inTime: 0, late: 1, missing: 22 });
  });
});

test('maintenance is written, corrected, accepted, and planned', async () => {
  const form = {
    formKey: formKey(),
    equipmentId: 'ct-1',
    work: 'preventive',
    plannedFor: '2026-11-20',
    from: nov(20, '08:00'),
    vendor: 'ACME 维保',
    parts: '',
    result: '',
  };
  const made = written(await post(center.officer, 'maintenance', form));
  expect(codeOf(await post(center.officer, 'maintenance', { ...form, formKey: formKey(), faultId: made.id }))).toBe(
    'not-found',
  );
  const accepted = written(
    await step(center.officer, made.id, 'accept', { revision: 1, end: nov(20, '11:00'), result: '各项合格' }),
  );
  expect(accepted).toMatchObject({ accepted: { by: 'officer1' }, says: { to: nov(20, '11:00') } });
  const { formKey: _key, equipmentId: _of, ...words } = form;
  const corrected = written(
    await step(center.second, made.id, 'maintenance', {
      revision: 2,
      reason,
      ...words,
      to: nov(20, '12:00'),
      parts: '滤芯',
    }),
  );
  expect(corrected.accepted).toBeNull();
  written(await step(center.second, made.id, 'accept', { revision: 3, end: nov(20, '12:00'), result: '各项合格' }));
  const plan = (await center.officer.send('GET', '/api/equipment/maintenance/plan')).json<StationMaintenancePlan>();
  expect(errorsOf(StationMaintenancePlan, plan)).toEqual([]);
  expect(plan.rows[0]).toMatchObject({
    equipmentId: 'ct-1',
    lastOn: '2026-11-20',
    lastAccepted: true,
    standing: 'in-time',
  });
});

test('lists are paged, filtered, and shown in their published form', async () => {
  for (let day = 2; day <= 6; day += 1)
    written(await post(center.officer, 'daily', daily({ date: `2026-11-0${String(day)}` })));
  written(await post(center.officer, 'faults', fault({ equipmentId: 'ct-2' })));
  const list = async (query: string) => {
    const answer = await center.officer.send('GET', `/api/equipment/records?${query}`);
    expect([query, answer.statusCode]).toEqual([query, 200]);
    const view = answer.json<StationEquipmentRecords>();
    expect(errorsOf(StationEquipmentRecords, view)).toEqual([]);
    return view;
  };
  expect((await list('kind=daily&pageSize=2&page=2')).rows).toHaveLength(2);
  expect((await list('kind=daily')).total).toBe(5);
  expect((await list('equipmentId=ct-2')).total).toBe(1);
  expect((await list('from=2026-11-24&to=2026-11-24&kind=fault')).total).toBe(1);
  expect((await list('from=2026-11-01&to=2026-11-02&kind=fault')).total).toBe(0);
  for (const query of ['from=2026-11-30&to=2026-11-01', 'from=2026-02-30', 'kind=all', 'sort=up'])
    expect((await center.officer.send('GET', `/api/equipment/records?${query}`)).statusCode).toBeGreaterThanOrEqual(
      400,
    );
});
