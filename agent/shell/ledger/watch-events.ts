import { canonicalJson, type EquipmentEvent, type Instant, type Interval } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** Episodes of UPS and rooms. Begin and end are entries of the chain, and so is what becomes known of an ended one; what lies between (a lower charge) only changes the row. */
export interface EventRepository {
  /** What is there already and unchanged writes nothing. */
  putEvent(event: EquipmentEvent, at: Instant): void;
  event(id: string): EquipmentEvent | undefined;
  /** Of one equipment, touching the period, by begin. */
  events(equipmentId: string, period: Interval): EquipmentEvent[];
  openEvents(): EquipmentEvent[];
  /** Episodes begun or ended by entries after this number, with it, at most `limit`. */
  eventsChanged(after: number, limit: number): { readonly seq: number; readonly event: EquipmentEvent }[];
}

interface EventRow {
  body: string;
  ends: number | null;
  changed: number;
}

export function eventRepository({ db, append, transaction }: Store): EventRepository {
  const one = db.prepare<[string], EventRow>('SELECT body, ends, changed FROM equipment_event WHERE id = ?');
  const put = db.prepare<[string, string, string, number, number | null, string, number]>(
    `INSERT INTO equipment_event (id, equipment, kind, begins, ends, body, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET begins = excluded.begins, ends = excluded.ends, body = excluded.body, changed = excluded.changed`,
  );
  const of = db.prepare<[string, number, number], EventRow>(
    'SELECT body, ends, changed FROM equipment_event WHERE equipment = ? AND begins < ? AND (ends IS NULL OR ends >= ?) ORDER BY begins',
  );
  const open = db.prepare<[], EventRow>(
    'SELECT body, ends, changed FROM equipment_event WHERE ends IS NULL ORDER BY id',
  );
  const after = db.prepare<[number, number], EventRow>(
    'SELECT body, ends, changed FROM equipment_event WHERE changed > ? ORDER BY changed, id LIMIT ?',
  );
  const eventOf = ({ body }: EventRow): EquipmentEvent => fromJson<EquipmentEvent>(body);

  return {
    putEvent: (event, at) =>
      transaction(() => {
        const before = one.get(event.id);
        const body = canonicalJson(event);
        if (before?.body === body) return;
        const turns = before === undefined || event.end !== undefined;
        const changed = turns ? append('equipment-event', event, at) : before.changed;
        put.run(event.id, event.equipmentId, event.kind, event.start, event.end ?? null, body, changed);
      }),
    event(id) {
      const row = one.get(id);
      return row === undefined ? undefined : eventOf(row);
    },
    events: (equipmentId, { start, end }) => of.all(equipmentId, end, start).map(eventOf),
    openEvents: () => open.all().map(eventOf),
    eventsChanged: (seq, limit) => after.all(seq, limit).map((row) => ({ seq: row.changed, event: eventOf(row) })),
  };
}
