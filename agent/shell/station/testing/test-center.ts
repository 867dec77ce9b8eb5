// A small center for the station's tests: a real ledger in a folder of its own, studies given as headers, judged by the real rules, and a clock that tests move.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CalendarDate, type Instant, instant, must, parseCalendarDate, parseInstant } from '@center/contract';
import { stationRequestHeader } from '@center/contract/station-api';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Header } from '../../../core/index.ts';
import { assessDue, assessGroups, assessWholeArchive, createIntake, type Observation } from '../../intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../../ledger/index.ts';
import { keepShippedRules } from '../../shipped-rules.ts';
import { buildStation } from '../app.ts';
import type { StationDeps } from '../deps.ts';
import { newOneTimePassword } from '../first-people.ts';
import { institutionNamesOf } from '../settings.ts';

export interface Client {
  send(
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: object,
    more?: InjectOptions,
  ): Promise<LightMyRequestResponse>;
}

export interface TestCenter {
  readonly app: FastifyInstance;
  readonly ledger: Ledger;
  readonly deps: StationDeps;
  /** How often the station has said that something changed. */
  readonly changes: () => number;
  now(): Instant;
  pass(ms: number): void;
  /** Takes in more objects, as a channel does; they are complete. */
  observe(observations: readonly Observation[]): void;
  /** Judges what is due, as the agent's loop does after `changed` and each minute. */
  judge(): void;
  client(cookie?: string): Client;
  /** Signs in a person made for it, with a password of their own. */
  signedIn(login: string, role: 'officer' | 'administrator'): Promise<Client>;
  close(): Promise<void>;
}

export const uidOf = (key: string): string => `1.2.826.0.1.3680043.9.9999.${key}`;

const common: Header = {
  PatientSex: 'F',
  PatientBirthDate: '19930402',
  PatientName: 'WANG^XIAOMEI=王^小美',
  PatientID: 'P20260001',
  StudyDate: '20261124',
  StudyTime: '093000',
  AcquisitionDate: '20261124',
  AcquisitionTime: '093500',
  Modality: 'CT',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  BodyPartExamined: 'ABDOMEN',
  StudyDescription: '腹部CT平扫',
  Manufacturer: 'ACME',
  ManufacturerModelName: 'CT-64',
  DeviceSerialNumber: 'SN-1001',
  StationName: 'CT1',
  InstitutionName: '示范影像诊断中心',
};

/** Three studies that want a person: a pregnant woman without papers, a placeholder for a name, a suspected intervention. */
const studies: Readonly<Record<string, Header>> = {
  '1': { ...common, AccessionNumber: 'A1001', PregnancyStatus: 3 },
  '2': { ...common, AccessionNumber: 'A1002', PatientName: 'TEST', PatientID: 'P20260002', PatientSex: 'M' },
  '3': {
    ...common,
    AccessionNumber: 'A1003',
    PatientName: 'LI^LEI=李^雷',
    PatientID: 'P3',
    PatientSex: 'M',
    StudyDescription: 'CT引导下穿刺活检',
  },
};

export async function testCenter(
  more: Partial<
    Pick<StationDeps, 'demo' | 'pageFolder' | 'archive' | 'alarms' | 'configuredProbes' | 'notices' | 'push'>
  > = {},
): Promise<TestCenter> {
  const folder = mkdtempSync(join(tmpdir(), 'station-'));
  const ledger = openLedger(folder);
  let clock = must(parseInstant('2026-11-25T10:00:00+08:00'));
  const now = (): Instant => clock;
  let changed = 0;
  const facility = {
    id: 'test-center',
    name: '示范影像诊断中心',
    zoneOffsetMinutes: 480,
    get institutionNames() {
      return institutionNamesOf(ledger, []);
    },
  };
  const supervisionStart: CalendarDate = must(parseCalendarDate('2026-10-01'));
  const fault = (what: string, error: unknown): void => {
    throw new Error(what, { cause: error });
  };
  const assess = { ledger, keys: passingCenterKeys(), facility, supervisionStart, now, onFault: fault };
  keepShippedRules(ledger, now());
  const intake = createIntake({ ledger, now, changed: () => undefined });
  intake.observeAll(
    Object.entries(studies).map(([key, header]) => ({
      channel: 'folder:0',
      source: `/archive/${key}`,
      reading: {
        kind: 'readable' as const,
        object: 'instance' as const,
        transferSyntaxUID: '1.2.840.10008.1.2.1',
        declaredCharset: ['ISO_IR 192'],
        damage: [],
        header: {
          ...header,
          StudyInstanceUID: uidOf(key),
          SeriesInstanceUID: `${uidOf(key)}.1`,
          SOPInstanceUID: `${uidOf(key)}.1.1`,
          SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
        },
      },
    })),
  );
  intake.scanEnded('folder:0');
  const judge = (): void => {
    assessDue(assess, 1000);
    assessGroups(assess);
    assessWholeArchive(assess);
  };
  judge();
  const deps: StationDeps = {
    ledger,
    facility,
    now,
    config: { host: '127.0.0.1', port: 0 },
    dataFolder: folder,
    log: pino({ level: 'silent' }),
    changed: () => {
      changed += 1;
    },
    connection: () => ({ enrolment: 'not-enrolled', backlog: 0 }),
    supervisionStart: () => supervisionStart,
    pageFolder: join(folder, 'no-page'),
    ...more,
  };
  const app = await buildStation(deps, { kind: 'plain' });
  await app.ready();
  const client = (cookie?: string): Client => ({
    send: (method, url, body, extra = {}) =>
      app.inject({
        method,
        url,
        ...(body === undefined ? {} : { payload: body }),
        ...extra,
        headers: {
          host: '127.0.0.1',
          [stationRequestHeader]: '1',
          ...(cookie === undefined ? {} : { cookie }),
          ...extra.headers,
        },
      }),
  });
  return {
    app,
    ledger,
    deps,
    changes: () => changed,
    now,
    pass(ms) {
      clock = instant(clock + ms);
    },
    judge,
    observe(observations) {
      intake.observeAll(observations);
      intake.scanEnded('folder:0');
    },
    client,
    async signedIn(login, role) {
      if (ledger.users.byLogin(login) === undefined)
        ledger.users.add({ login, name: login, role, passwordHash: '', mustChange: true }, 'test', now());
      const once = await newOneTimePassword(ledger, login, now());
      const first = await client().send('POST', '/api/session', { login, password: once });
      const changedTo = await client(cookieOf(first)).send('POST', '/api/session/password', {
        current: once,
        next: `${login}-long-password`,
      });
      return client(cookieOf(changedTo));
    },
    async close() {
      await app.close();
      ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function cookieOf(response: LightMyRequestResponse): string {
  const [cookie] = response.cookies;
  if (cookie === undefined) throw new Error(`no cookie: ${String(response.statusCode)} ${response.body}`);
  return `${cookie.name}=${cookie.value}`;
}
