import { StationNotices } from '@center/contract/station-api';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import type { Alarm } from '../notices/index.ts';
import { codeOf, equipmentCenter, novAt } from './testing/equipment-center.ts';

const alarm: Alarm = {
  key: 'device-down:ct-1',
  kind: 'device-down',
  urgency: 'critical',
  equipmentId: 'ct-1',
  since: novAt(25, '09:00'),
  values: { name: 'CT-1' },
};

test('alarms that stand are taken up by a person, with a note; what does not stand is not', async () => {
  const taken = new Map<string, { by: string; at: Alarm['since']; note: string }>();
  const center = await equipmentCenter({
    alarms: () => [alarm],
    notices: {
      sending: true,
      acknowledged: (key) => taken.get(key),
      acknowledge: (key, note, by, at) => void taken.set(key, { by, at, note }),
      deliveries: () => [
        { id: 'd1', at: novAt(25, '09:01'), channel: 'wecom', subject: 'CT-1', state: 'sent', attempts: 1 },
      ],
    },
  });
  const acknowledge = (key: string, note = '已通知厂家') =>
    center.officer.send('POST', '/api/notices/acknowledge', { key, note });
  expect(codeOf(await acknowledge('device-down:ct-9'))).toBe('not-found');
  expect(codeOf(await acknowledge(alarm.key, ' '))).toBe('request-invalid');
  const answer = (await acknowledge(alarm.key)).json<StationNotices>();
  expect([...Compile(StationNotices).Errors(answer)]).toEqual([]);
  expect(answer.standing).toMatchObject([{ key: alarm.key, acknowledged: { by: 'officer1', note: '已通知厂家' } }]);
  expect(center.ledger.audit.list({ limit: 3 }).map(({ what }) => what)).toContain('alarm-acknowledged');
  expect(codeOf(await center.client().send('GET', '/api/notices'))).toBe('signed-out');
  await center.close();
});

test('where nothing is told to anybody, alarms are shown all the same', async () => {
  const center = await equipmentCenter({ alarms: () => [alarm] });
  const view = (await center.officer.send('GET', '/api/notices')).json<StationNotices>();
  expect(view).toMatchObject({
    sending: false,
    standing: [{ urgency: 'critical', acknowledged: null }],
    deliveries: [],
  });
  const answer = await center.officer.send('POST', '/api/notices/acknowledge', { key: alarm.key, note: '已知' });
  expect(codeOf(answer)).toBe('nothing-is-told');
  await center.close();
});
