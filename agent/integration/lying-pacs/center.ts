import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  type CalendarDate,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import { pino } from 'pino';
import { type ArchiveObservation, type RetentionParameters, retentionDefaults } from '../../core/index.ts';
import {
  type ArchiveOptions,
  type ArchiveRounds,
  listedSight,
  startArchive,
  type Way,
} from '../../shell/archive/index.ts';
import type { Archive } from '../../shell/archive/testing/archive-model.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../../shell/ledger/index.ts';

export const hourMs = 3_600_000;
export const firstDay = must(parseCalendarDate('2026-03-02'));
const keys = passingCenterKeys();

/** A center whose clock the test moves: a ledger that knows the studies of an archive, and rounds over whatever ways the test gives. */
export class TestCenter {
  readonly folder = mkdtempSync(join(tmpdir(), 'center-'));
  readonly ledger: Ledger;
  readonly written: ArchiveObservation[] = [];
  now: Instant = instant(startOfDay(firstDay) + 22 * hourMs);
  rounds: ArchiveRounds | undefined;
  known: string[] = [];

  constructor() {
    const ledger = openLedger(this.folder, { durable: false });
    const { apply, applyAll } = ledger.archive;
    this.ledger = {
      ...ledger,
      archive: {
        ...ledger.archive,
        apply: (observation) => {
          this.written.push(observation);
          return apply(observation);
        },
        applyAll: (observations) => {
          this.written.push(...observations);
          return applyAll(observations);
        },
      },
    };
  }

  async begin(
    ways: readonly Way[],
    parameters: Partial<RetentionParameters> = {},
    more: Partial<ArchiveOptions> = {},
  ): Promise<void> {
    this.rounds = await startArchive({
      ledger: this.ledger,
      keys,
      ways,
      now: () => this.now,
      log: pino({ level: 'silent' }),
      changed: () => undefined,
      parameters: { ...retentionDefaults, ...parameters },
      ...more,
    });
  }

  /** Tells the ledger of all studies of the archive, as live intake would. */
  tell(archive: Archive): void {
    this.known = [...archive.studies.keys()];
    this.ledger.archive.apply({
      kind: 'seen',
      at: this.now,
      channel: 'scp:0',
      studies: this.known.map((uid) => {
        const study = archive.of(uid);
        const date = parseCalendarDate(study.date);
        const objects = [...study.series].flatMap(([SeriesInstanceUID, each]) =>
          each.map(({ sop, sopClass }) => ({
            SeriesInstanceUID,
            SOPInstanceUID: sop,
            SOPClassUID: sopClass,
            Modality: 'CT',
          })),
        );
        const row = {
          StudyInstanceUID: uid,
          modalities: ['CT'],
          AccessionNumber: study.accession,
          PatientID: study.patient,
          ...(date.ok ? { StudyDate: date.value } : {}),
        };
        return listedSight(keys, row, objects);
      }),
    });
  }

  /** Turns over some days, some hours apart. */
  async live(days: number, hours = 12): Promise<void> {
    const until = this.now + days * 24 * hourMs;
    while (this.now < until) {
      await this.rounds?.turn();
      this.now = instant(this.now + hours * hourMs);
    }
  }

  states(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const uid of this.known) {
      const state = this.ledger.archive.study(uid)?.state ?? 'unknown';
      counts[state] = (counts[state] ?? 0) + 1;
    }
    return counts;
  }

  stateOf(uid: string): string | undefined {
    return this.ledger.archive.study(uid)?.state;
  }

  misses(): readonly string[] {
    return this.written.flatMap((each) => (each.kind === 'not-measured' ? [each.why] : []));
  }

  async end(): Promise<void> {
    await this.rounds?.stop();
    this.ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const dicomDate = (day: CalendarDate): string => day.replaceAll('-', '');

/** Studies of the days before the first, some a day, with three objects each: `1.2.<day>.<number>`. */
export function fillDays(archive: Archive, days: number, perDay: number, pixelBytes?: number): void {
  for (let day = 0; day < days; day += 1) {
    for (let number = 0; number < perDay; number += 1)
      archive.add({
        uid: `1.2.${String(day + 1)}.${String(number + 1)}`,
        date: dicomDate(addDays(firstDay, day - days)),
        objects: 3,
        ...(pixelBytes === undefined ? {} : { pixelBytes }),
      });
  }
}
