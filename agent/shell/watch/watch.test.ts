import { type EquipmentCard, type Instant, instant } from '@center/contract';
import { afterEach, describe, expect, it } from 'vitest';
import type { Account } from '../../core/index.ts';
import type { ProbeConfig } from '../probes/index.ts';
import { accountOf, equipmentStandings } from './index.ts';
import { at, card, day, type Script, ScriptedCenter, weekdays } from './testing/scripted-center.ts';

const monday = (time: string): Instant => at(`2026-06-01 ${time}`);
const within = (now: Instant, from: string, to: string): boolean => now >= monday(from) && now < monday(to);

const echoes: readonly ProbeConfig[] = ['ct-1', 'mr-1', 'dr-1'].map((of) => ({
  name: `${of}-echo`,
  type: 'dimse-echo',
  of,
}));
const gateway: ProbeConfig = { name: 'gateway', type: 'icmp', of: '' };

let center: ScriptedCenter;
afterEach(async () => {
  await center.stop();
});

async function begin(
  script: Script,
  options: {
    probes?: readonly ProbeConfig[];
    gateway?: ProbeConfig;
    cards?: readonly EquipmentCard[];
    from?: Instant;
  } = {},
): Promise<ScriptedCenter> {
  const { probes = echoes, cards = [card('ct-1', 'imaging'), card('mr-1', 'imaging'), card('dr-1', 'imaging')] } =
    options;
  center = new ScriptedCenter({
    from: options.from ?? monday('07:50:00'),
    probes,
    script,
    ...(options.gateway === undefined ? {} : { gateway: options.gateway }),
  });
  center.ledger.equipment.putCalendar(weekdays, 'admin', center.now());
  for (const each of cards) center.ledger.equipment.putCard(each, 'admin', center.now());
  await center.start();
  return center;
}

function today(id = 'ct-1'): Account {
  center.watch.flush();
  const period = { start: monday('00:00:00'), end: at('2026-06-02 00:00:00') };
  const counted = accountOf({ ledger: center.ledger }, id, period, center.now());
  if (counted === undefined) throw new Error('no such card');
  return counted;
}

const drafts = (id = 'ct-1') => center.ledger.equipmentRecords.ofKind('fault', { equipmentId: id, withdrawn: true });
const alarms = (): string[] =>
  center.ledger.notices
    .open()
    .map(({ key }) => key)
    // Nobody signs a daily record here.
    .filter((key) => !key.startsWith('daily-record-overdue'));

describe('no device loses a point through us', () => {
  it.each([
    ['for forty minutes', '10:00:00', '10:40:00'],
    ['for forty seconds', '10:00:00', '10:00:40'],
    ['for a minute and a half', '10:00:20', '10:01:50'],
  ])('our own network is away %s: unknown, one incident, no draft', async (_, from, to) => {
    await begin((_probe, now) => (within(now, from, to) ? 'fail' : 'ok'), { gateway });
    await center.until(instant(monday(to) - 1));
    await center.until(monday('11:00:00'));
    for (const id of ['ct-1', 'mr-1', 'dr-1']) {
      expect(today(id).figures).toMatchObject({ downMs: 0 });
      expect(today(id).figures.unknownMs).toBeLessThanOrEqual(monday(to) - monday(from) + 120_000);
      expect(drafts(id)).toEqual([]);
    }
    expect(alarms()).not.toContain('site-network');
  });

  it('without a gateway the devices tell by each other, and the incident is one alarm while it lasts', async () => {
    await begin((_probe, now) => (within(now, '10:00:00', '10:40:00') ? 'fail' : 'ok'));
    await center.until(monday('10:20:00'));
    expect(alarms()).toEqual(['site-network']);
    await center.until(monday('11:00:00'));
    expect(alarms()).toEqual([]);
    expect(today().figures.downMs).toBe(0);
  });

  it('one device that fails while the others answer is down, from its first failing on', async () => {
    await begin(({ of }, now) => (of === 'ct-1' && within(now, '10:00:00', '10:40:00') ? 'fail' : 'ok'), { gateway });
    await center.until(monday('10:20:00'));
    expect(alarms()).toEqual(expect.arrayContaining(['device-down:ct-1']));
    await center.until(monday('11:00:00'));
    const [down, ...others] = today().spans.filter(({ state }) => state === 'down');
    expect(others).toEqual([]);
    expect(down?.start).toBeGreaterThanOrEqual(monday('10:00:00'));
    expect(down?.start).toBeLessThanOrEqual(monday('10:01:05'));
    expect(today('mr-1').figures.downMs).toBe(0);
    expect(alarms()).not.toContain('device-down:ct-1');
  });

  it('a failing that waits for the verdict on the path is spoken for by no daily record: once confirmed it stands as down', async () => {
    const quick = echoes.map((probe) => ({ ...probe, everySeconds: 15 }));
    await begin(({ of }, now) => (of === 'ct-1' && within(now, '10:00:00', '10:40:00') ? 'fail' : 'ok'), {
      gateway,
      probes: quick,
    });
    center.ledger.equipmentRecords.add(
      {
        id: 'daily-1',
        body: {
          kind: 'daily',
          equipmentId: 'ct-1',
          date: day('2026-06-01'),
          status: 'normal',
          selfCheckDone: true,
          calibrationDone: true,
          remark: '',
          prefilled: {},
        },
      },
      'officer',
      monday('08:10:00'),
    );
    await center.until(monday('10:03:00'));
    for (let now = monday('10:03:00'); now < monday('10:06:00'); now = instant(now + 7_000)) {
      await center.until(now);
      center.watch.flush();
      const standing = equipmentStandings({ ledger: center.ledger }, center.now()).find(
        ({ card: { id } }) => id === 'ct-1',
      );
      expect(standing?.now, String(now)).toBe('down');
    }
    await center.until(monday('11:00:00'));
    expect(today().spans.filter(({ state }) => state === 'down')).toHaveLength(1);
  });

  it('a state that lasted before the look back has no begin that is known', async () => {
    const allDay = { from: '00:00', to: '24:00' };
    const always = { ...weekdays, id: 'always', onHolidays: 'as-usual' as const };
    const patterns = weekdays.patterns.map((pattern) => ({
      ...pattern,
      days: Array.from({ length: 7 }, () => [allDay]),
    }));
    await begin(() => 'ok');
    center.ledger.equipment.putCalendar({ ...always, patterns }, 'admin', center.now());
    const silent = { ...card('dr-2', 'imaging'), calendarId: 'always' };
    center.ledger.equipment.putCard(silent, 'admin', center.now());
    await center.until(monday('10:00:00'));
    const standing = (id: string) =>
      equipmentStandings({ ledger: center.ledger }, center.now()).find(({ card: each }) => each.id === id);
    expect(standing('dr-2')).toMatchObject({ now: 'unknown' });
    expect(standing('dr-2')).not.toHaveProperty('since');
    expect(standing('ct-1')).toMatchObject({ now: 'up', since: monday('08:00:00') });
  });

  it('a gateway that never answers excuses nobody', async () => {
    const script: Script = ({ of }, now) =>
      of === '' || (of === 'ct-1' && within(now, '10:00:00', '10:40:00')) ? 'fail' : 'ok';
    await begin(script, { gateway });
    await center.until(monday('11:00:00'));
    expect(today().figures.downMs).toBeGreaterThan(2_300_000);
  });

  it('the agent is killed and starts again: unknown from the last sample on, and nothing more', async () => {
    await begin(() => 'ok');
    await center.until(monday('10:00:00'));
    center.kill();
    await center.pass(2 * 3_600_000);
    await center.start();
    await center.until(monday('13:00:00'));
    const { figures, spans } = today();
    expect(figures.downMs).toBe(0);
    expect(figures.unknownMs).toBeLessThanOrEqual(2 * 3_600_000 + 63_000 + 10_000);
    expect(spans.filter(({ state }) => state === 'unknown')).toHaveLength(1);
    expect(drafts()).toEqual([]);
    expect(
      center.ledger.runs.gaps({ start: monday('00:00:00'), end: center.now() }).map(({ gap }) => gap.cause),
    ).toEqual(['died']);
  });

  it('the host loses its power: the gap says so, and no device was down for it', async () => {
    await begin(() => 'ok');
    await center.until(monday('10:00:00'));
    center.kill();
    await center.pass(600_000);
    center.reboot();
    await center.pass(60_000);
    await center.start();
    await center.until(monday('11:00:00'));
    expect(today().figures.downMs).toBe(0);
    expect(
      center.ledger.runs.gaps({ start: monday('00:00:00'), end: center.now() }).map(({ gap }) => gap.cause),
    ).toEqual(['host-power-loss']);
  });

  it.each([
    ['an hour ahead', 3_600_000, 'clock-forward'],
    ['an hour back', -3_600_000, 'clock-back'],
  ])('the clock is set %s: no time is down', async (_, step, cause) => {
    await begin(() => 'ok');
    await center.until(monday('12:00:00'));
    center.setClock(step);
    await center.pass(3_600_000);
    const { figures } = today();
    expect(figures.downMs).toBe(0);
    // An hour ahead: nobody has seen what the clock left out.
    expect(figures.unknownMs).toBe(step > 0 ? step : 0);
    expect(
      center.ledger.runs
        .gaps({ start: monday('00:00:00'), end: at('2026-06-02 00:00:00') })
        .map(({ gap }) => [gap.cause, gap.stepMs]),
    ).toEqual([[cause, step]]);
    expect(drafts()).toEqual([]);
  });
});

describe('drafts', () => {
  const dead: Script = ({ of }, now) => (of === 'ct-1' && within(now, '10:00:00', '12:00:00') ? 'fail' : 'ok');

  it('one for an episode, also over a restart; it hears of the answer; a withdrawn one does not come back', async () => {
    await begin(dead);
    await center.until(monday('10:30:00'));
    expect(drafts()).toHaveLength(1);
    const [draft] = drafts();
    center.ledger.equipmentRecords.withdraw(draft?.id ?? '', { reason: '误报' }, 'li', center.now());
    center.kill();
    await center.pass(600_000);
    await center.start();
    await center.until(monday('13:00:00'));
    expect(drafts()).toHaveLength(1);
    expect(drafts()[0]?.withdrawn).toBeDefined();
  });

  it('keeps what people wrote in it when the answer comes back', async () => {
    await begin(dead);
    await center.until(monday('10:30:00'));
    const draft = drafts()[0];
    if (draft === undefined) throw new Error('no draft');
    const body = { ...draft.body, description: '高压故障', faultClass: 'fault' } as const;
    center.ledger.equipmentRecords.revise(draft.id, { body, reason: '确认' }, 'li', center.now());
    await center.until(monday('13:00:00'));
    expect(drafts()).toMatchObject([
      { revision: 3, body: { description: '高压故障', faultClass: 'fault', probeSawUpAt: expect.any(Number) } },
    ]);
  });

  it('a probe that is taken out of the configuration while its device is down leaves a draft that says so and hides nothing', async () => {
    const renamed = echoes.map((each) => (each.of === 'ct-1' ? { ...each, name: 'ct-1-new' } : each));
    await begin(({ of }, now) =>
      of === 'ct-1' && (within(now, '10:00:00', '11:00:00') || within(now, '14:00:00', '14:30:00')) ? 'fail' : 'ok',
    );
    await center.until(monday('10:30:00'));
    expect(drafts()).toHaveLength(1);
    await center.stop();
    center.configure(renamed);
    await center.start();
    const goneAt = center.now();
    expect(drafts()).toMatchObject([
      {
        revision: 2,
        reason: expect.stringContaining('ct-1-echo'),
        entered: { by: 'agent' },
        body: { probeGoneAt: goneAt },
      },
    ]);
    expect(drafts()[0]?.body).not.toHaveProperty('end');
    expect(drafts()[0]?.body).not.toHaveProperty('probeSawUpAt');
    await center.until(monday('13:00:00'));
    // What the probe of the new name saw itself is a failing of its own.
    expect(drafts().filter(({ body }) => body.probe === 'ct-1-new')).toMatchObject([
      { body: { probeSawUpAt: expect.any(Number) } },
    ]);
    await center.until(monday('15:00:00'));
    expect(drafts()).toHaveLength(3);
    // Another start says nothing twice; a probe that is asked again takes the word back.
    await center.stop();
    await center.start();
    expect(drafts()[0]).toMatchObject({ revision: 2 });
    await center.stop();
    center.configure(echoes);
    await center.start();
    expect(drafts()[0]?.body).not.toHaveProperty('probeGoneAt');
    await center.until(monday('15:30:00'));
    expect(drafts()[0]?.body.probeSawUpAt).toBeGreaterThan(goneAt);
  });

  it('none where a person has recorded the fault already', async () => {
    await begin(dead);
    await center.until(monday('09:59:00'));
    center.ledger.equipmentRecords.add(
      {
        body: {
          kind: 'fault',
          equipmentId: 'ct-1',
          start: center.now(),
          openedBy: 'person',
          degraded: false,
          description: '',
        },
      },
      'li',
      center.now(),
    );
    await center.until(monday('10:30:00'));
    expect(drafts()).toHaveLength(1);
  });

  it('none while images arrive: they outrank a dead echo port', async () => {
    await begin(dead, {
      cards: [
        card('ct-1', 'imaging', { deviceId: 'd-ct' as NonNullable<EquipmentCard['deviceId']> }),
        card('mr-1', 'imaging'),
        card('dr-1', 'imaging'),
      ],
    });
    const insert = center.ledger.store.db.prepare("INSERT INTO exposure (device, at, study) VALUES ('d-ct', ?, ?)");
    for (let n = 0; n < 14; n += 1) insert.run(monday('09:55:00') + n * 600_000, `1.2.${String(n)}`);
    await center.until(monday('12:30:00'));
    expect(today().figures.downMs).toBe(0);
    expect(drafts()).toEqual([]);
  });

  it('none for a device that is off at night and up within its warm-up; one for that which does not come up', async () => {
    const upAt: Readonly<Record<string, string>> = { 'ct-1': '08:10:00', 'mr-1': '09:00:00' };
    const ids = ['ct-1', 'mr-1', 'dr-1', 'us-1', 'mg-1'];
    await begin(({ of }, now) => (now < monday(upAt[of] ?? '00:00:00') ? 'fail' : 'ok'), {
      probes: ids.map((of) => ({ name: `${of}-echo`, type: 'dimse-echo', of })),
      cards: ids.map((id) => card(id, 'imaging')),
      from: monday('07:00:00'),
    });
    await center.until(monday('10:00:00'));
    expect(drafts('ct-1')).toEqual([]);
    expect(today('ct-1').figures.downMs).toBe(0);
    expect(drafts('mr-1')).toMatchObject([{ body: { start: monday('08:00:00') } }]);
    expect(today('mr-1').figures.downMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('suspicion of what only answers to its address: unknown, and a draft', async () => {
    const probes: ProbeConfig[] = [{ name: 'us-1-tcp', type: 'tcp', of: 'us-1' }, ...echoes];
    const cards = [card('us-1', 'imaging'), card('ct-1', 'imaging'), card('mr-1', 'imaging'), card('dr-1', 'imaging')];
    await begin(({ of }, now) => (of === 'us-1' && within(now, '10:00:00', '11:00:00') ? 'fail' : 'ok'), {
      probes,
      cards,
    });
    await center.until(monday('12:00:00'));
    expect(today('us-1').figures).toMatchObject({ downMs: 0, upMs: 0 });
    expect(drafts('us-1')).toHaveLength(1);
  });
});

it('standings come from the ledger alone', async () => {
  await begin(({ of }, now) => (of === 'ct-1' && now >= monday('10:00:00') ? 'fail' : 'ok'));
  await center.until(monday('10:30:00'));
  center.watch.flush();
  const standing = new Map(
    equipmentStandings({ ledger: center.ledger }, center.now()).map((each) => [each.card.id, each]),
  );
  expect(standing.get('ct-1')).toMatchObject({ now: 'down', openFault: true, unclassified: 1 });
  expect(standing.get('mr-1')).toMatchObject({ now: 'up', openFault: false, unclassified: 0 });
  expect(standing.get('mr-1')?.probes[0]?.last).toMatchObject({ outcome: 'ok' });
  await center.until(monday('19:00:00'));
  center.watch.flush();
  expect(
    equipmentStandings({ ledger: center.ledger }, center.now()).find((each) => each.card.id === 'mr-1'),
  ).toMatchObject({
    now: 'not-required',
  });
});
