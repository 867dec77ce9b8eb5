import type { CalendarDate, PersonRole, StudyFacts } from '@center/contract';
import { type PersonSighting, personKeyText } from '../../core/index.ts';
import { type Store, sha256Hex } from './store.ts';

/** Names that headers of the center's own studies give. They stay here: rules see them wrapped, and nothing of them leaves. */
export interface PersonRepository {
  /** Notes whom one judged study names. The same again changes nothing. */
  note(facts: Pick<StudyFacts, 'people' | 'date' | 'origin'>): void;
  list(): PersonSighting[];
}

export function personRepository({ db }: Store): PersonRepository {
  const name = db.prepare<[string, string]>('INSERT OR IGNORE INTO person_seen (key, name) VALUES (?, ?)');
  const day = db.prepare<[string, PersonRole, CalendarDate]>(
    'INSERT OR IGNORE INTO person_day (key, role, date) VALUES (?, ?, ?)',
  );
  const all = db.prepare<
    [],
    { key: string; name: string; role: PersonRole; days: number; first: CalendarDate; last: CalendarDate }
  >(
    `SELECT p.key, p.name, d.role, count(*) AS days, min(d.date) AS first, max(d.date) AS last FROM person_seen p JOIN person_day d ON d.key = p.key
     GROUP BY p.key, p.name, d.role ORDER BY p.key, d.role`,
  );
  return {
    note({ people, date, origin }) {
      if (origin.kind === 'imported') return;
      for (const { role, name: wrapped } of people.names) {
        const written = wrapped.reveal();
        const text = personKeyText(written);
        if (text === undefined) continue;
        const key = sha256Hex(`person\n${text}`).slice(0, 32);
        name.run(key, written);
        day.run(key, role, date);
      }
    },
    list: () =>
      [...Map.groupBy(all.all(), ({ key }) => key)].map(([key, rows]) => ({
        key,
        name: rows[0]?.name ?? '',
        roles: rows.map(({ role }) => role),
        // One day in two roles is one day; the most of one role is what is known of it.
        days: Math.max(...rows.map(({ days }) => days)),
        firstSeen: rows.map(({ first }) => first).reduce((a, b) => (a < b ? a : b)),
        lastSeen: rows.map(({ last }) => last).reduce((a, b) => (a > b ? a : b)),
      })),
  };
}
