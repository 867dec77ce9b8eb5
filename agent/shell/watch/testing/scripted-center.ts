import {
  type CalendarDate,
  type EquipmentCard,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  parseInstant,
  type ServiceCalendar,
  type UpsStatus,
} from '@center/contract';
import { pino } from 'pino';
import type { AvailabilityPolicy, ProbeOutcome } from '../../../core/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { keptNotices } from '../../notices/index.ts';
import type { HostBoot, ProbeConfig, ProbeGives, ProbeResult, ProbeType, ProbeTypeName } from '../../probes/index.ts';
import { type RunningWatch, startWatch } from '../start-watch.ts';

export const day = (text: string): CalendarDate => must(parseCalendarDate(text));
/** A wall time of the center: `2026-06-01 10:00:10`. */
export const at = (text: string): Instant => must(parseInstant(`${text.replace(' ', 'T')}+08:00`));

/** What a probe comes to, when it is asked at a moment of true time. */
export type Script = (probe: ProbeConfig, trueTime: Instant) => ProbeOutcome | UpsStatus;

const gives: Partial<Record<ProbeTypeName, readonly ProbeGives[]>> = {
  'dimse-echo': ['service'],
  icmp: ['reachability'],
  tcp: ['reachability'],
  nut: ['power'],
  apcupsd: ['power'],
};

interface Call {
  readonly at: number;
  readonly call: () => void;
}

/**
 * A center whose time goes by only when it is told to. True time never steps; the wall clock may be set; the program may be killed at any moment, after which nothing of it happens any more.
 * Everything between probes and ledger is the real thing.
 */
export class ScriptedCenter {
  readonly #folder: string | undefined;
  readonly #script: Script;
  #probes: readonly ProbeConfig[];
  readonly #gateway: ProbeConfig | undefined;
  readonly #policy: AvailabilityPolicy | undefined;
  #true: number;
  #wallOffsetMs = 0;
  #bootedAt: number;
  #bootNumber = 1;
  #calls: Call[] = [];
  #life = 0;
  #ledger: Ledger | undefined;
  #watch: RunningWatch | undefined;
  readonly faults: string[] = [];

  constructor(options: {
    readonly folder?: string;
    readonly from: Instant;
    readonly probes: readonly ProbeConfig[];
    readonly gateway?: ProbeConfig;
    readonly script: Script;
    readonly policy?: AvailabilityPolicy;
  }) {
    this.#folder = options.folder;
    this.#true = options.from;
    this.#bootedAt = options.from - 3_600_000;
    this.#probes = options.probes;
    this.#gateway = options.gateway;
    this.#script = options.script;
    this.#policy = options.policy;
  }

  get ledger(): Ledger {
    this.#ledger ??= openLedger(this.#folder, { durable: false });
    return this.#ledger;
  }

  get watch(): RunningWatch {
    if (this.#watch === undefined) throw new Error('nothing is watched now');
    return this.#watch;
  }

  /** The wall clock. */
  readonly now = (): Instant => instant(this.#true + this.#wallOffsetMs);
  readonly boot = (): HostBoot => ({ bootId: `boot-${String(this.#bootNumber)}`, bootMs: this.#true - this.#bootedAt });

  async start(): Promise<void> {
    this.#life += 1;
    const life = this.#life;
    const beganAt = this.#true;
    this.#watch = await startWatch({
      ledger: this.ledger,
      probes: this.#probes,
      ...(this.#gateway === undefined ? {} : { gateway: this.#gateway }),
      ...(this.#policy === undefined ? {} : { policy: this.#policy }),
      now: this.now,
      monotonicMs: () => this.#true - beganAt,
      boot: this.boot,
      after: (ms, call) => {
        const entry = { at: this.#true + Math.max(0, ms), call: () => (life === this.#life ? call() : undefined) };
        this.#calls.push(entry);
        return () => {
          this.#calls = this.#calls.filter((each) => each !== entry);
        };
      },
      random: () => 0.5,
      tickMs: 5_000,
      typeOf: (name) => this.#type(name),
      log: pino({ level: 'error' }, { write: (line: string) => void this.faults.push(line) }),
      notices: keptNotices(this.ledger, () => this.now()),
      supervisionStart: () => day('2026-01-01'),
      changed: () => undefined,
      program: 'scripted',
    });
  }

  /** As a power cut of the process: nothing is finished, and the file is opened anew by whoever looks next. */
  kill(): void {
    this.#life += 1;
    this.#calls = [];
    this.#watch = undefined;
    if (this.#folder === undefined) return;
    this.#ledger?.close();
    this.#ledger = undefined;
  }

  async stop(): Promise<void> {
    await this.#watch?.stop();
    this.kill();
  }

  /** The configuration as it is read with the next start. */
  configure(probes: readonly ProbeConfig[]): void {
    this.#probes = probes;
  }

  /** The host starts anew. */
  reboot(): void {
    this.#bootNumber += 1;
    this.#bootedAt = this.#true;
  }

  setClock(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  /** Time goes by in which the program does not come to anything: what was due is late. */
  stall(ms: number): void {
    this.#true += ms;
  }

  /** Lets time go by until the wall clock shows the moment. */
  async until(wall: Instant): Promise<void> {
    await this.pass(wall - this.now());
  }

  async pass(ms: number): Promise<void> {
    const until = this.#true + ms;
    await settle();
    for (;;) {
      let next: Call | undefined;
      for (const each of this.#calls) if (next === undefined || each.at < next.at) next = each;
      if (next === undefined || next.at > until) break;
      const due = next;
      this.#calls = this.#calls.filter((each) => each !== due);
      this.#true = Math.max(this.#true, due.at);
      due.call();
      await settle();
    }
    this.#true = until;
  }

  #type(name: ProbeTypeName): ProbeType<never> {
    const type: ProbeType<ProbeConfig> = {
      type: name,
      schema: {},
      gives: () => gives[name] ?? [],
      everySeconds: name === 'nut' ? 30 : 60,
      timeoutSeconds: 5,
      needs: [],
      target: (config) => config.name,
      probe: (config) => Promise.resolve(resultOf(this.#script(config, instant(this.#true)))),
    };
    return type;
  }
}

function resultOf(said: ProbeOutcome | UpsStatus): ProbeResult {
  const plain = { latencyMs: 1, evidence: {} };
  if (typeof said !== 'string') {
    const value = JSON.stringify(said);
    return { ...plain, outcome: 'ok', stage: 'read', code: '', readings: [{ name: 'ups.status', value, valid: true }] };
  }
  return { ...plain, outcome: said, stage: 'connect', code: said === 'ok' ? '' : 'ECONNREFUSED', readings: [] };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** Monday to Friday, 08:00 to 18:00. */
export const weekdays: ServiceCalendar = {
  id: 'weekdays',
  name: '工作日',
  zone: 'Asia/Shanghai',
  patterns: [
    {
      effectiveFrom: day('2026-01-01'),
      days: [0, 1, 2, 3, 4, 5, 6].map((index) => (index < 5 ? [{ from: '08:00', to: '18:00' }] : [])),
    },
  ],
  onHolidays: 'closed',
  overrides: [],
};

export function card(id: string, kind: EquipmentCard['kind'], more: Partial<EquipmentCard> = {}): EquipmentCard {
  return {
    id,
    kind,
    name: id,
    Manufacturer: 'MAKER',
    ManufacturerModelName: 'MODEL',
    DeviceSerialNumber: `SN-${id}`,
    calendarId: weekdays.id,
    inServiceFrom: day('2026-01-01'),
    warmUpMinutes: 15,
    reachabilityIsAll: false,
    ...more,
  };
}
