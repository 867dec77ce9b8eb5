import {
  type EquipmentCard,
  type Instant,
  instant,
  type SelfTestResult,
  type UpsMark,
  type UpsState,
} from '@center/contract';
import { type ProbeSpan, type RoomTrack, stepRoom, stepUps, type UpsTrack } from '../core/index.ts';
import {
  card,
  type EquipmentCenter,
  equipmentCenter,
  formKey,
  hour,
  nov,
  novAt,
  written,
} from '../shell/station/testing/equipment-center.ts';
import { draftFaults } from '../shell/watch/drafts.ts';
import { closeMonths } from '../shell/watch/months.ts';
import { roomKey, upsKey } from '../shell/watch/track-keys.ts';

const minute = 60_000;

/** Spans of one probe that tile a time, told by where its state changes. */
function tiled(changes: readonly (readonly [Instant, ProbeSpan['state']])[], end: Instant) {
  return changes.map(([start, state], at) => ({ start, end: changes[at + 1]?.[0] ?? end, state }));
}

/** A week of a UPS: mains lost twice, once for six minutes, a self-test, and its charge since. */
function upsWeek(center: EquipmentCenter): void {
  const look = (
    state: UpsState,
    marks: UpsMark[],
    chargePct: number,
    more: { readonly test?: SelfTestResult } = {},
  ) => ({
    state,
    marks,
    chargePct,
    runtimeS: Math.round(chargePct * 24),
    loadPct: 34,
    inputV: state === 'on-line' ? 228 : 0,
    outputV: 220,
    batteryV: 54,
    serial: 'SN-ups-1',
    raw: state === 'on-line' ? ['OL', 'CHRG'] : ['OB', 'DISCHRG'],
    ...(more.test === undefined ? {} : { selfTest: { result: more.test, on: '2026-11-21' } }),
  });
  let track: UpsTrack | undefined;
  const step = (at: Instant, status: Parameters<typeof stepUps>[1]['status']): void => {
    const { track: next, events } = stepUps(track, { equipmentId: 'ups-1', at, clockEpoch: 0, status });
    track = next;
    for (const event of events) center.ledger.watch.putEvent(event, at);
  };
  const lost = [novAt(19, '14:03'), novAt(23, '03:40')];
  for (const [number, begin] of lost.entries()) {
    step(instant(begin - minute), look('on-line', ['charging'], 100));
    for (let passed = 0; passed < (number === 0 ? 6 : 2) * minute; passed += 10_000)
      step(instant(begin + passed), look('on-battery', ['discharging'], 100 - passed / 12_000));
    step(instant(begin + (number === 0 ? 6 : 2) * minute), look('on-line', ['charging'], 72));
  }
  step(novAt(24, '22:00'), look('on-line', ['charging'], 99, { test: 'passed' }));
  for (let at = novAt(25, '09:50'); at <= center.now(); at = instant(at + 15_000))
    step(at, look('on-line', ['charging'], 100, { test: 'passed' }));
  if (track !== undefined) center.ledger.watch.setStep(upsKey('ups-1'), track);
}

/** A week of a room by the hour: warm on one afternoon, its sensor away for a night. */
function roomWeek(center: EquipmentCenter, room: NonNullable<EquipmentCard['room']>): void {
  const { ledger } = center;
  const probe = ledger.watch.probe({ name: 'room-1-sensor', equipmentId: 'room-1', type: 'modbus' });
  let track: RoomTrack | undefined;
  for (let at = novAt(18); at <= center.now(); at = instant(at + 5 * minute)) {
    if (at >= novAt(21, '22:00') && at < novAt(22, '05:00')) continue;
    const wave = Math.sin(((at % (24 * hour)) / (24 * hour)) * 2 * Math.PI);
    const warm = at >= novAt(23, '13:00') && at < novAt(23, '17:00') ? 6 : 0;
    const temperatureC = Number((22.5 + wave * 1.2 + warm + ((at / minute) % 7) / 20).toFixed(1));
    const humidityPct = Number((46 - wave * 8 + ((at / minute) % 5) / 3).toFixed(1));
    const readings = [
      { name: 'env.temperatureC', value: temperatureC, valid: true },
      { name: 'env.humidityPct', value: humidityPct, valid: true },
      { name: 'env.smoke', value: 'clear', valid: true },
    ];
    const stepped = stepRoom(track, { equipmentId: 'room-1', at, clockEpoch: 0, readings }, room);
    track = stepped.track;
    for (const event of stepped.events) ledger.watch.putEvent(event, at);
    for (const reading of readings) ledger.watch.addReading(probe, { ...reading, of: '', problem: '', at });
  }
  if (track !== undefined) ledger.watch.setStep(roomKey('room-1'), track);
}

/** People's words of November: a fault that was repaired, records of days, windows, an external cause, a suspension, maintenance. */
async function paper(center: EquipmentCenter): Promise<void> {
  const { officer, second } = center;
  const post = async (by: typeof officer, path: string, body: object) =>
    written(await by.send('POST', `/api/equipment/${path}`, body));
  const fault = await post(officer, 'faults', {
    formKey: formKey(),
    equipmentId: 'ct-1',
    start: nov(18, '10:00'),
    reportedAt: nov(18, '10:12'),
    degraded: false,
    description: '球管打火，无法曝光，已报修',
  });
  await post(second, `records/${fault.id}/accept`, {
    revision: fault.revision,
    end: nov(18, '13:30'),
    result: '更换高压电缆，试曝光正常',
  });
  await post(officer, 'faults', {
    formKey: formKey(),
    equipmentId: 'dr-1',
    start: nov(25, '08:10'),
    degraded: true,
    description: '立位探测器不能用，只能床上摄影',
  });
  for (const [equipmentId, status] of [
    ['ct-1', 'normal'],
    ['ct-2', 'fault'],
  ] as const)
    await post(officer, 'daily', {
      formKey: formKey(),
      equipmentId,
      date: '2026-11-25',
      status,
      selfCheckDone: true,
      calibrationDone: true,
      counter: 182_340,
      temperatureC: 22.4,
      humidityPct: 45,
      remark: status === 'fault' ? '无法与 PACS 通信' : '',
    });
  const window = await post(officer, 'windows', {
    formKey: formKey(),
    equipmentIds: ['ct-1', 'ct-2'],
    from: nov(28, '08:00'),
    to: nov(28, '12:00'),
    repeats: { every: 1, unit: 'month', until: '2027-03-31' },
    reason: '厂家季度保养，已与临床协调',
  });
  await post(second, `records/${window.id}/approve`, { revision: window.revision });
  await post(officer, 'windows', {
    formKey: formKey(),
    equipmentIds: ['mr-1'],
    from: nov(24, '16:00'),
    to: nov(24, '17:30'),
    reason: '事后补登：液氦压缩机更换滤芯',
  });
  await post(officer, 'externals', {
    formKey: formKey(),
    equipmentIds: ['ct-1', 'mr-1'],
    from: nov(12, '09:00'),
    to: nov(12, '11:00'),
    cause: 'mains',
    document: '供电公司停电通知 2026-118 号，存设备科',
  });
  await post(officer, 'suspensions', {
    formKey: formKey(),
    equipmentId: 'mr-1',
    from: nov(30, '00:00'),
    reason: '等待磁体升级，停止使用至验收',
  });
  await post(officer, 'disputes', {
    formKey: formKey(),
    equipmentId: 'ct-2',
    from: nov(20, '09:00'),
    to: nov(20, '09:40'),
    reason: '当时正在检查，影像已到达 PACS',
  });
  await post(officer, 'maintenance', {
    formKey: formKey(),
    equipmentId: 'ct-1',
    work: 'repair',
    from: nov(18, '11:00'),
    to: nov(18, '13:10'),
    vendor: '示范医疗设备维修公司',
    parts: '高压电缆一根',
    result: '试曝光正常',
    faultId: fault.id,
  });
}

/** A center with two months behind it: a quiet CT, one that is down now, an MR without a probe, a DR without a calendar, a PACS, its UPS and room. Nothing is invented beside the ledger. */
export async function watchedCenter(more: Parameters<typeof equipmentCenter>[0] = {}): Promise<EquipmentCenter> {
  const center = await equipmentCenter({
    configuredProbes: [
      { name: 'ct-1-echo', type: 'dimse-echo', of: 'ct-1' },
      { name: 'ct-2-echo', type: 'dimse-echo', of: 'ct-2' },
      { name: 'pacs-1-echo', type: 'dimse-echo', of: 'pacs-1' },
      { name: 'ups-1-nut', type: 'nut', of: 'ups-1' },
      { name: 'room-1-sensor', type: 'modbus', of: 'room-1' },
      { name: 'old-echo', type: 'dimse-echo', of: 'ct-9' },
    ],
    alarms: () => [
      {
        key: 'ups-on-battery:ups-1',
        kind: 'ups-on-battery',
        urgency: 'critical',
        equipmentId: 'ups-1',
        since: novAt(25, '09:40'),
        values: { name: 'UPS-1' },
      },
      {
        key: 'device-down:ct-2',
        kind: 'device-down',
        urgency: 'critical',
        equipmentId: 'ct-2',
        since: novAt(24, '15:00'),
        causedBy: 'ups-on-battery:ups-1',
        values: { name: 'CT-2' },
      },
      {
        key: 'must-be-back:ct-2',
        kind: 'must-be-back',
        urgency: 'warning',
        equipmentId: 'ct-2',
        since: novAt(24, '15:00'),
        values: { name: 'CT-2', by: novAt(25, '16:20') },
      },
      {
        key: 'fault-unclassified:ct-2',
        kind: 'fault-unclassified',
        urgency: 'warning',
        equipmentId: 'ct-2',
        since: novAt(25, '08:00'),
        values: { name: 'CT-2', count: 1 },
      },
    ],
    ...more,
  });
  const { ledger, administrator } = center;
  const put = async (body: object): Promise<void> => {
    const answer = await administrator.send('PUT', '/api/equipment/cards', body);
    if (answer.statusCode !== 200) throw new Error(answer.body);
  };
  await put(card('mr-1', { name: '磁共振 1.5T（三楼东区）', ManufacturerModelName: 'MR-15' }));
  await put(card('dr-1', { calendarId: undefined }));
  await put(
    card('ups-1', {
      kind: 'ups',
      calendarId: undefined,
      maintenanceEveryMonths: undefined,
      ups: {
        ratedVa: 6000,
        batteryDate: '2025-03-01',
        dedicatedCircuit: true,
        feeds: ['pacs-1'],
        runtimeGoalMinutes: 30,
      },
    }),
  );
  const now = center.now();
  const since = instant(Date.parse('2026-10-01T00:00:00+08:00'));
  center.saw(
    'ct-1',
    tiled(
      [
        [since, 'up'],
        [novAt(10, '08:00'), 'unknown'],
        [novAt(11, '14:00'), 'up'],
        [novAt(18, '10:00'), 'down'],
        [novAt(18, '13:10'), 'up'],
      ],
      now,
    ),
  );
  center.saw(
    'ct-2',
    tiled(
      [
        [since, 'up'],
        [novAt(5, '09:00'), 'down'],
        [novAt(5, '17:00'), 'up'],
        [novAt(20, '09:00'), 'down'],
        [novAt(20, '09:40'), 'up'],
        [novAt(24, '15:00'), 'down'],
      ],
      now,
    ),
  );
  center.saw('pacs-1', tiled([[since, 'up']], now));
  const boot = { bootId: 'boot-1', bootMs: 0, monotonicMs: 0, clockEpoch: 0 };
  ledger.runs.begin('run-1', 'agent', { at: since, ...boot });
  ledger.runs.addGap({ start: novAt(10, '08:00'), end: novAt(11, '14:00'), cause: 'host-power-loss' }, 'run-1', now);
  upsWeek(center);
  const room = ledger.equipment.card('room-1')?.room;
  if (room !== undefined) ledger.transaction(() => roomWeek(center, room));
  const start = center.deps.supervisionStart();
  if (start !== undefined) closeMonths({ ledger }, start, now);
  await paper(center);
  for (const watched of ledger.equipment.cards())
    if (watched.kind === 'imaging') draftFaults({ ledger }, watched, now, new Set());
  return center;
}
