import { type EquipmentEvent, instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { type CausedAlarm, type RootCauseInput, rootCause } from './root-cause.ts';

const at = (seconds: number): ReturnType<typeof instant> => instant(1_764_000_000_000 + seconds * 1000);
const mains: EquipmentEvent = {
  id: 'e1',
  equipmentId: 'ups-1',
  kind: 'on-battery',
  start: at(0),
  raw: [],
  clockEpoch: 0,
};
const mainsAlarm: CausedAlarm = {
  key: 'ups-on-battery:ups-1',
  kind: 'ups-on-battery',
  equipmentId: 'ups-1',
  since: at(0),
};
const down = (id: string, seconds = 30): CausedAlarm => ({
  key: `device-down:${id}`,
  kind: 'device-down',
  equipmentId: id,
  since: at(seconds),
});
const twenty = Array.from({ length: 20 }, (_, index) => down(`ct-${String(index)}`, 30 + index));
const input = (over: Partial<RootCauseInput>): RootCauseInput => ({ alarms: [], feeds: {}, powerEvents: [], ...over });

describe('root cause', () => {
  it('mains lost explains twenty devices', () => {
    const causes = rootCause(input({ alarms: [mainsAlarm, ...twenty], powerEvents: [mains] }));
    expect([...causes.values()]).toEqual(Array.from({ length: 20 }, () => mainsAlarm.key));
    expect(causes.has(mainsAlarm.key)).toBe(false);
  });
  it('a device on a UPS of its own goes with that one and no other', () => {
    const feeds = { 'ups-1': ['pacs-1'], 'ups-2': ['ct-1'] };
    const causes = rootCause(
      input({ alarms: [mainsAlarm, down('pacs-1'), down('ct-1')], powerEvents: [mains], feeds }),
    );
    expect([...causes]).toEqual([['device-down:pacs-1', mainsAlarm.key]]);
  });
  it('the network of the site explains the rest', () => {
    const site = { key: 'site-network', since: at(20) };
    const causes = rootCause(
      input({
        alarms: [mainsAlarm, ...twenty, down('far', 40)],
        powerEvents: [mains],
        feeds: { 'ups-9': ['far'] },
        site,
      }),
    );
    expect(causes.get('device-down:far')).toBe('site-network');
    expect(causes.get('device-down:ct-0')).toBe(mainsAlarm.key);
  });
  it('what stood before is not explained, nor what comes long after', () => {
    const ended = { ...mains, end: at(600) };
    const alarms = [mainsAlarm, down('early', -121), down('late', 1_501), down('waking', 1_500)];
    expect([...rootCause(input({ alarms, powerEvents: [ended] })).keys()]).toEqual(['device-down:waking']);
  });
  it('a cause that nobody is told of explains nothing', () => {
    expect(rootCause(input({ alarms: twenty, powerEvents: [mains] })).size).toBe(0);
  });
  it('a UPS that fell silent on its battery is told of by itself, and smoke always', () => {
    const silent: CausedAlarm = { key: 'ups-silent:ups-2', kind: 'ups-silent', equipmentId: 'ups-2', since: at(30) };
    const smoke: CausedAlarm = { key: 'room-smoke:r', kind: 'room-smoke', equipmentId: 'r', since: at(30) };
    const causes = (urgency: 'warning' | 'critical'): number =>
      rootCause(input({ alarms: [mainsAlarm, { ...silent, urgency }, smoke], powerEvents: [mains] })).size;
    expect([causes('warning'), causes('critical')]).toEqual([1, 0]);
  });
});
