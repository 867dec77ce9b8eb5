import { canonicalJson, type Instant, type UptimeFigures } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** The figures of a month as they were closed, or corrected afterwards: revision 1 is the closing. */
export interface MonthClosing {
  readonly equipmentId: string;
  /** YYYY-MM. */
  readonly month: string;
  readonly revision: number;
  readonly figures: UptimeFigures;
  readonly closedAt: Instant;
}

/**
 * Closed months. Each revision is an entry of the chain and stays beside the later ones. One that was closed by a clock that ran ahead, later than `now` or than a revision behind it, is none:
 * its figures were those of a month that nobody had seen yet.
 */
export interface MonthRepository {
  /** Behind the last revision of that month, whatever its time. */
  close(equipmentId: string, month: string, figures: UptimeFigures, at: Instant): MonthClosing;
  last(equipmentId: string, month: string, now: Instant): MonthClosing | undefined;
  /** All revisions, first one first. */
  of(equipmentId: string, month: string, now: Instant): MonthClosing[];
  /** The last revision of every closed month of it, oldest first. */
  months(equipmentId: string, now: Instant): MonthClosing[];
}

interface Row {
  equipment: string;
  month: string;
  revision: number;
  figures: string;
  closed_at: Instant;
}

const closingOf = ({ equipment, month, revision, figures, closed_at }: Row): MonthClosing => ({
  equipmentId: equipment,
  month,
  revision,
  figures: fromJson<UptimeFigures>(figures),
  closedAt: closed_at,
});

/** Revisions of one month, first one first, without those whose time lies behind now or behind a later revision's. */
function inTime(rows: readonly Row[], now: Instant): Row[] {
  let latest = now;
  return rows
    .toReversed()
    .filter(({ closed_at }) => {
      if (closed_at > latest) return false;
      latest = closed_at;
      return true;
    })
    .reverse();
}

export function monthRepository({ db, append, transaction }: Store): MonthRepository {
  const insert = db.prepare<[string, string, number, string, number]>(
    'INSERT INTO uptime_month (equipment, month, revision, figures, closed_at) VALUES (?, ?, ?, ?, ?)',
  );
  const all = db.prepare<[string, string], Row>(
    'SELECT * FROM uptime_month WHERE equipment = ? AND month = ? ORDER BY revision',
  );
  const months = db.prepare<[string], Row>('SELECT * FROM uptime_month WHERE equipment = ? ORDER BY month, revision');
  const of = (equipmentId: string, month: string, now: Instant): MonthClosing[] =>
    inTime(all.all(equipmentId, month), now).map(closingOf);
  return {
    close: (equipmentId, month, figures, at) =>
      transaction(() => {
        const revision = (all.all(equipmentId, month).at(-1)?.revision ?? 0) + 1;
        append('uptime-month', { equipmentId, month, revision, figures }, at);
        insert.run(equipmentId, month, revision, canonicalJson(figures), at);
        return { equipmentId, month, revision, figures, closedAt: at };
      }),
    last: (equipmentId, month, now) => of(equipmentId, month, now).at(-1),
    of,
    months: (equipmentId, now) => {
      const byMonth = Map.groupBy(months.all(equipmentId), ({ month }) => month);
      return [...byMonth.values()].flatMap((rows) => inTime(rows, now).slice(-1).map(closingOf));
    },
  };
}
