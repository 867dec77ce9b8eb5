import {
  type CalendarDate,
  canonicalJson,
  type DeviceCard,
  type Instant,
  type SeenDevice,
  type StudyFacts,
} from '@center/contract';
import { exposureRepository } from './exposure.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** A device that named itself in objects, with its card when there is one. */
export interface KnownDevice {
  readonly deviceId: string;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  readonly StationName: string;
  readonly modalities: readonly string[];
  /** Earliest and latest study date. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly studies: number;
  /** AE titles that its images and performed steps gave, with the last day of each. */
  readonly AETitles: readonly { readonly title: string; readonly last: string }[];
  readonly card?: DeviceCard;
}

interface SeenRow {
  id: string;
  manufacturer: string;
  model: string;
  serial: string;
  station: string;
  modalities: string;
  first_seen: string;
  last_seen: string;
}

export interface DeviceRepository {
  /** Notes the devices of one judged study, and when they acquired it. */
  note(facts: StudyFacts): void;
  /** Notes devices that an archived study names which is not among the judged ones. */
  noteArchived(devices: readonly SeenDevice[], date: string): void;
  /** Devices that the images of a judged study name. */
  ofStudy(uid: string): string[];
  list(): KnownDevice[];
  /** The center's own judged studies that name the device, dated after `from` and before `until`, and the last of their days. */
  studiesBetween(deviceId: string, from: CalendarDate, until?: CalendarDate): { studies: number; last?: CalendarDate };
}

export interface CardRepository {
  put(card: DeviceCard, who: string, at: Instant): void;
  remove(deviceId: string, who: string, at: Instant): boolean;
  list(): DeviceCard[];
  get(deviceId: string): DeviceCard | undefined;
  count(): number;
}

export function deviceRepository({ db }: Store, cards: CardRepository): DeviceRepository {
  const one = db.prepare<[string], SeenRow>('SELECT * FROM device_seen WHERE id = ?');
  const upsert = db.prepare<[string, string, string, string, string, string, string, string]>(
    `INSERT INTO device_seen (id, manufacturer, model, serial, station, modalities, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET station = CASE WHEN excluded.last_seen >= last_seen THEN excluded.station ELSE station END, modalities = excluded.modalities,
       first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`,
  );
  const all = db.prepare<[], SeenRow & { studies: number }>(
    'SELECT d.*, (SELECT count(*) FROM study_device WHERE device_id = d.id) AS studies FROM device_seen d ORDER BY d.id',
  );
  const titled = db.prepare<[string, string, string, string]>(
    `INSERT INTO device_ae (device_id, title, first_seen, last_seen) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id, title) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`,
  );
  const titles = db.prepare<[], { id: string; title: string; last: string }>(
    'SELECT device_id AS id, title, last_seen AS last FROM device_ae ORDER BY device_id, title',
  );
  const unlink = db.prepare<[string]>('DELETE FROM study_device WHERE study = ?');
  const link = db.prepare<[string, string]>('INSERT OR IGNORE INTO study_device (study, device_id) VALUES (?, ?)');

  const ofStudy = db.prepare<[string], { id: string }>(
    'SELECT device_id AS id FROM study_device WHERE study = ? ORDER BY device_id',
  );

  const between = db.prepare<[string, string, string], { n: number; last: CalendarDate | null }>(
    `SELECT count(*) AS n, max(s.date) AS last FROM study_device d JOIN study s ON s.uid = d.study
     WHERE d.device_id = ? AND s.date > ? AND s.date < ? AND s.origin = 'own'`,
  );

  const exposures = exposureRepository({ db });
  const note = (device: SeenDevice, date: string): void => {
    const before = one.get(device.deviceId);
    const modalities = [
      ...new Set([...(before === undefined ? [] : fromJson<string[]>(before.modalities)), ...device.modalities]),
    ].sort();
    upsert.run(
      device.deviceId,
      device.Manufacturer,
      device.ManufacturerModelName,
      device.DeviceSerialNumber,
      device.StationName,
      JSON.stringify(modalities),
      date,
      date,
    );
    for (const title of device.AETitles ?? []) titled.run(device.deviceId, title, date, date);
  };

  return {
    studiesBetween(deviceId, from, until) {
      const { n, last } = between.get(deviceId, from, until ?? '9999-12-31') ?? { n: 0, last: null };
      return { studies: n, ...(last === null ? {} : { last }) };
    },
    ofStudy: (uid) => ofStudy.all(uid).map(({ id }) => id),
    noteArchived(devices, date) {
      for (const device of devices) note(device, date);
    },
    note(facts) {
      exposures.note(facts);
      unlink.run(facts.StudyInstanceUID);
      for (const device of facts.devices) {
        note(device, facts.date);
        link.run(facts.StudyInstanceUID, device.deviceId);
      }
    },
    list() {
      const titlesOf = Map.groupBy(titles.all(), ({ id }) => id);
      const byId = new Map(cards.list().map((card) => [String(card.deviceId), card]));
      const seen = all.all().map((row): KnownDevice => {
        const card = byId.get(row.id);
        byId.delete(row.id);
        return {
          deviceId: row.id,
          Manufacturer: row.manufacturer,
          ManufacturerModelName: row.model,
          DeviceSerialNumber: row.serial,
          StationName: row.station,
          modalities: fromJson<string[]>(row.modalities),
          firstSeen: row.first_seen,
          lastSeen: row.last_seen,
          studies: row.studies,
          AETitles: (titlesOf.get(row.id) ?? []).map(({ title, last }) => ({ title, last })),
          ...(card === undefined ? {} : { card }),
        };
      });
      const unseen = [...byId.values()].map(
        (card): KnownDevice => ({
          deviceId: card.deviceId,
          Manufacturer: card.Manufacturer,
          ManufacturerModelName: card.ManufacturerModelName,
          DeviceSerialNumber: card.DeviceSerialNumber,
          StationName: '',
          modalities: [card.modality],
          studies: 0,
          AETitles: [],
          card,
        }),
      );
      return [...seen, ...unseen];
    },
  };
}

/** Whoever puts the first card, or takes the last, changes what an unknown device means: then everything is judged anew. */
export function cardRepository({ db, append, transaction }: Store, studies: { markAllDirty(): void }): CardRepository {
  const upsert = db.prepare<[string, string, string, number]>(
    `INSERT INTO device_card (id, body, entered_by, entered_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET body = excluded.body, entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
  );
  const remove = db.prepare<[string]>('DELETE FROM device_card WHERE id = ?');
  const all = db.prepare<[], { body: string }>('SELECT body FROM device_card ORDER BY id');
  const one = db.prepare<[string], { body: string }>('SELECT body FROM device_card WHERE id = ?');
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM device_card');
  const dirtyDevice = db.prepare<[string]>(
    'UPDATE study SET dirty = 1 WHERE uid IN (SELECT study FROM study_device WHERE device_id = ?)',
  );
  const count = (): number => total.get()?.n ?? 0;
  return {
    put: (card, who, at) =>
      transaction(() => {
        const text = canonicalJson(card);
        if (one.get(card.deviceId)?.body === text) return;
        append('device-card', { card, who }, at);
        const before = count();
        upsert.run(card.deviceId, text, who, at);
        if (before === 0) studies.markAllDirty();
        else dirtyDevice.run(card.deviceId);
      }),
    remove: (deviceId, who, at) =>
      transaction(() => {
        if (remove.run(deviceId).changes === 0) return false;
        append('device-card', { removed: deviceId, who }, at);
        if (count() === 0) studies.markAllDirty();
        else dirtyDevice.run(deviceId);
        return true;
      }),
    list: () => all.all().map(({ body }) => fromJson<DeviceCard>(body)),
    get(deviceId) {
      const row = one.get(deviceId);
      return row === undefined ? undefined : fromJson<DeviceCard>(row.body);
    },
    count,
  };
}
