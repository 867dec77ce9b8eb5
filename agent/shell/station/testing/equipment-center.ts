// A small center with equipment for the station's tests: calendar, two CTs, a PACS, its UPS and room, an administrator and two officers, all entered through the station itself.
import { randomBytes } from 'node:crypto';
import { type Instant, instant, instantToIso } from '@center/contract';
import type { StationEquipmentRecord } from '@center/contract/station-api';
import type { LightMyRequestResponse } from 'fastify';
import type { ProbeSpan } from '../../../core/index.ts';
import { cookieName } from '../access.ts';
import { openSession } from '../sessions.ts';
import { type Client, type TestCenter, testCenter } from './test-center.ts';

export interface EquipmentCenter extends TestCenter {
  readonly administrator: Client;
  readonly officer: Client;
  readonly second: Client;
  /** A session of a person, after a pause that ended the old one too. */
  seated(login: string, role: 'officer' | 'administrator'): Client;
  /** Keeps closed spans of a probe of service, as the watch does. */
  saw(equipmentId: string, spans: readonly Pick<ProbeSpan, 'start' | 'end' | 'state'>[]): void;
}

export const calendar = {
  id: 'day',
  name: '白班',
  zone: 'Asia/Shanghai',
  patterns: [
    {
      effectiveFrom: '2026-01-01',
      days: [...Array<object[]>(5).fill([{ from: '08:00', to: '18:00' }]), [], []],
    },
  ],
  onHolidays: 'closed',
  overrides: [],
};

export const card = (id: string, more: object = {}) => ({
  id,
  kind: 'imaging',
  name: id.toUpperCase(),
  Manufacturer: 'ACME',
  ManufacturerModelName: 'CT-64',
  DeviceSerialNumber: `SN-${id}`,
  calendarId: 'day',
  inServiceFrom: '2026-10-01',
  warmUpMinutes: 0,
  reachabilityIsAll: false,
  maintenanceEveryMonths: 6,
  ...more,
});

export const formKey = (): string => randomBytes(16).toString('hex');
export const hour = 3_600_000;
/** Wall time of the center on a day of November 2026. */
export const nov = (day: number, clock = '00:00'): string =>
  instantToIso(instant(Date.parse(`2026-11-${String(day).padStart(2, '0')}T${clock}:00+08:00`)));
export const novAt = (day: number, clock = '00:00'): Instant => instant(Date.parse(nov(day, clock)));

export function written(response: LightMyRequestResponse): StationEquipmentRecord {
  if (response.statusCode !== 200) throw new Error(`${String(response.statusCode)} ${response.body}`);
  return response.json<StationEquipmentRecord>();
}
export const codeOf = (response: LightMyRequestResponse): string =>
  response.statusCode < 400 ? `taken ${String(response.statusCode)}` : response.json<{ code: string }>().code;

/** A person with a session, without the slow way over a password. Who stands there already gets a new session. */
function seated({ ledger, now, client }: TestCenter, login: string, role: 'officer' | 'administrator'): Client {
  if (ledger.users.byLogin(login) === undefined)
    ledger.users.add({ login, name: login, role, passwordHash: '', mustChange: false }, 'test', now());
  const user = ledger.users.byLogin(login);
  if (user === undefined) throw new Error('a person who was just added is not there');
  return client(`${cookieName({ kind: 'plain' })}=${openSession(ledger, user, now())}`);
}

export async function equipmentCenter(more: Parameters<typeof testCenter>[0] = {}): Promise<EquipmentCenter> {
  const center = await testCenter(more);
  const administrator = seated(center, 'admin1', 'administrator');
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await administrator.send('PUT', path, body);
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
  };
  await put('/api/equipment/calendars', calendar);
  const plain = { calendarId: undefined, maintenanceEveryMonths: undefined };
  for (const each of [
    card('ct-1'),
    card('ct-2'),
    card('pacs-1', { ...plain, kind: 'pacs' }),
    card('ups-1', { ...plain, kind: 'ups', ups: { feeds: ['pacs-1'], runtimeGoalMinutes: 10 } }),
    card('room-1', {
      ...plain,
      kind: 'room',
      room: {
        purpose: 'pacs',
        smoke: 'wired',
        temperatureC: { min: 18, max: 27 },
        humidityPct: { min: 20, max: 80 },
      },
    }),
  ])
    await put('/api/equipment/cards', each);
  return {
    ...center,
    administrator,
    officer: seated(center, 'officer1', 'officer'),
    second: seated(center, 'officer2', 'officer'),
    seated: (login, role) => seated(center, login, role),
    saw(equipmentId, spans) {
      const probe = center.ledger.watch.probe({
        name: `${equipmentId}-echo`,
        equipmentId,
        type: 'dimse-echo',
        grade: 'service',
      });
      center.ledger.watch.addSpans(
        spans.map((span) => ({
          probe,
          span: {
            ...span,
            probe: `${equipmentId}-echo`,
            grade: 'service',
            stage: span.state === 'down' ? 'connect' : 'echo',
            code: span.state === 'down' ? 'ECONNREFUSED' : '',
            samples: 10,
            clockEpoch: 0,
            doubtful: false,
          },
        })),
        center.now(),
      );
    },
  };
}
