import {
  canonicalJson,
  type EquipmentCard,
  type HolidaySet,
  type HostedPacs,
  type Instant,
  type ServiceCalendar,
  type Signature,
} from '@center/contract';
import { AgentError } from '../errors.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** A person's word that the center has no such thing. */
export interface DeclaredAbsence {
  readonly reason: string;
}

/** What people say of equipment. What is put again unchanged writes nothing. Every change is an entry of the chain. */
export interface EquipmentRepository {
  putCard(card: EquipmentCard, who: string, at: Instant): void;
  /** Its spans, records and episodes stay. */
  removeCard(id: string, who: string, at: Instant): boolean;
  /** By id. */
  cards(): EquipmentCard[];
  card(id: string): EquipmentCard | undefined;
  putCalendar(calendar: ServiceCalendar, who: string, at: Instant): void;
  /** Throws AgentError `in-use` while a card names it. */
  removeCalendar(id: string, who: string, at: Instant): boolean;
  calendars(): ServiceCalendar[];
  calendar(id: string): ServiceCalendar | undefined;
  /** The center's own set; `undefined` goes back to the shipped one. */
  putHolidays(holidays: HolidaySet | undefined, who: string, at: Instant): void;
  holidays(): HolidaySet | undefined;
  putHostedPacs(hosted: HostedPacs | undefined, who: string, at: Instant): void;
  hostedPacs(): (HostedPacs & { readonly entered: Signature }) | undefined;
  /** That the center has no independent UPS. */
  putNoUps(absence: DeclaredAbsence | undefined, who: string, at: Instant): void;
  noUps(): (DeclaredAbsence & { readonly entered: Signature }) | undefined;
  /** Number of the last entry that touched the card, the records, the calendar or the holidays of an equipment. Rises with every change of what its account rests on. */
  changed(id: string): number;
  /** The same over all equipment. */
  lastChange(): number;
}

interface Kept {
  body: string;
  entered_by: string;
  entered_at: Instant;
}

type Statement = 'holidays' | 'hosted-pacs' | 'no-ups';

/** Notes that what the account of an equipment rests on has changed with that entry; '' for all. */
export function changeNote({ db }: Pick<Store, 'db'>): (equipment: string, seq: number) => void {
  const note = db.prepare<[string, number]>(
    'INSERT INTO equipment_change (equipment, seq) VALUES (?, ?) ON CONFLICT (equipment) DO UPDATE SET seq = excluded.seq',
  );
  return (equipment, seq) => void note.run(equipment, seq);
}

export function equipmentRepository(store: Store): EquipmentRepository {
  const { db, append, transaction } = store;
  const note = changeNote(store);
  const table = (name: 'equipment_card' | 'service_calendar' | 'equipment_statement', key: 'id' | 'name') => ({
    one: db.prepare<[string], Kept>(`SELECT body, entered_by, entered_at FROM ${name} WHERE ${key} = ?`),
    all: db.prepare<[], Kept>(`SELECT body, entered_by, entered_at FROM ${name} ORDER BY ${key}`),
    put: db.prepare<[string, string, string, number]>(
      `INSERT INTO ${name} (${key}, body, entered_by, entered_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (${key}) DO UPDATE SET body = excluded.body, entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
    ),
    remove: db.prepare<[string]>(`DELETE FROM ${name} WHERE ${key} = ?`),
  });
  const cards = table('equipment_card', 'id');
  const calendars = table('service_calendar', 'id');
  const statements = table('equipment_statement', 'name');
  const changed = db.prepare<[string], { seq: number | null }>(
    "SELECT max(seq) AS seq FROM equipment_change WHERE equipment IN (?, '')",
  );

  const last = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM equipment_change');

  const put = (
    rows: ReturnType<typeof table>,
    what: 'card' | 'calendar' | Statement,
    key: string,
    value: object,
    who: string,
    at: Instant,
  ): void =>
    transaction(() => {
      const body = canonicalJson(value);
      if (rows.one.get(key)?.body === body) return;
      const seq = append('equipment', { what, id: key, value, who }, at);
      rows.put.run(key, body, who, at);
      note(what === 'card' ? key : '', seq);
    });
  const remove = (
    rows: ReturnType<typeof table>,
    what: 'card' | 'calendar' | Statement,
    key: string,
    who: string,
    at: Instant,
  ): boolean =>
    transaction(() => {
      if (rows.remove.run(key).changes === 0) return false;
      note(what === 'card' ? key : '', append('equipment', { what, id: key, removed: true, who }, at));
      return true;
    });
  const state = (name: Statement, value: object | undefined, who: string, at: Instant): void => {
    if (value === undefined) remove(statements, name, name, who, at);
    else put(statements, name, name, value, who, at);
  };
  const stated = <T>(name: Statement): (T & { readonly entered: Signature }) | undefined => {
    const row = statements.one.get(name);
    return row === undefined
      ? undefined
      : { ...fromJson<T>(row.body), entered: { by: row.entered_by, at: row.entered_at } };
  };
  const listed = <T>(rows: ReturnType<typeof table>): T[] => rows.all.all().map(({ body }) => fromJson<T>(body));
  // The same text gives the same object: calendars are expanded once for each.
  const known = new Map<string, { readonly body: string; readonly value: unknown }>();
  const found = <T>(rows: ReturnType<typeof table>, what: string, key: string): T | undefined => {
    const row = rows.one.get(key);
    if (row === undefined) return undefined;
    const name = `${what}\n${key}`;
    const before = known.get(name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name tells what it is, and this function alone puts it there
    if (before?.body === row.body) return before.value as T;
    const value = fromJson<T>(row.body);
    known.set(name, { body: row.body, value });
    return value;
  };

  return {
    putCard: (card, who, at) => put(cards, 'card', card.id, card, who, at),
    removeCard: (id, who, at) => remove(cards, 'card', id, who, at),
    cards: () => listed<EquipmentCard>(cards),
    card: (id) => found<EquipmentCard>(cards, 'card', id),
    putCalendar: (calendar, who, at) => put(calendars, 'calendar', calendar.id, calendar, who, at),
    removeCalendar(id, who, at) {
      const user = listed<EquipmentCard>(cards).find(({ calendarId }) => calendarId === id);
      if (user !== undefined)
        throw new AgentError('in-use', 'equipment still goes by this calendar', { calendar: id, equipment: user.id });
      return remove(calendars, 'calendar', id, who, at);
    },
    calendars: () => listed<ServiceCalendar>(calendars),
    calendar: (id) => found<ServiceCalendar>(calendars, 'calendar', id),
    putHolidays: (holidays, who, at) => state('holidays', holidays, who, at),
    holidays: () => found<HolidaySet>(statements, 'statement', 'holidays'),
    putHostedPacs: (hosted, who, at) => state('hosted-pacs', hosted, who, at),
    hostedPacs: () => stated<HostedPacs>('hosted-pacs'),
    putNoUps: (absence, who, at) => state('no-ups', absence, who, at),
    noUps: () => stated<DeclaredAbsence>('no-ups'),
    changed: (id) => changed.get(id)?.seq ?? 0,
    lastChange: () => last.get()?.seq ?? 0,
  };
}
