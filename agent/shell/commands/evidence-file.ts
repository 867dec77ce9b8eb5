import { readFileSync } from 'node:fs';
import {
  type DeviceCard,
  deviceModalities,
  type Instant,
  literalUnion,
  must,
  parseCalendarDate,
  parseDeviceId,
  parseInstant,
} from '@center/contract';
import { StationRecordEntry } from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AgentError, messageOf } from '../errors.ts';
import type { Ledger, RecordKind } from '../ledger/index.ts';

const Card = Type.Object({
  deviceId: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  name: Type.String(),
  Manufacturer: Type.String(),
  ManufacturerModelName: Type.String(),
  DeviceSerialNumber: Type.String(),
  modality: literalUnion(deviceModalities),
  doseRecord: literalUnion(['rdsr', 'header', 'technique', 'none'] as const),
  permitNumber: Type.Optional(Type.String()),
  validFrom: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  validTo: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
});
const InstantIso = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T' });
const Signed = Type.Object({
  recordId: Type.Optional(Type.String()),
  pageSha256: Type.Optional(Type.String()),
  signedAt: InstantIso,
  enteredAt: InstantIso,
  entry: Type.Optional(literalUnion(['in-time', 'late-unreviewed', 'late-reviewed'] as const)),
});
const Review = Type.Object({
  ruleId: Type.String(),
  decision: literalUnion(['confirmed', 'dismissed', 'accepted'] as const),
  reason: Type.String(),
  decidedAt: InstantIso,
  secondPerson: Type.Boolean(),
});
const StudyRecords = Type.Object({
  study: Type.String({ minLength: 1 }),
  records: Type.Object({
    inquiry: Type.Optional(Signed),
    harmExplained: Type.Optional(Signed),
    consent: Type.Optional(Signed),
    specialNeed: Type.Optional(Signed),
    identityException: Type.Optional(
      Type.Object({ kind: Type.String(), resolveBy: Type.String(), reviewed: Type.Boolean() }),
    ),
    importedBy: Type.Optional(Type.Object({ fromInstitution: Type.String() })),
    reviews: Type.Optional(Type.Array(Review)),
  }),
});

function read<S extends TSchema>(path: string, schema: S, what: string): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (fault) {
    throw new AgentError('usage', `${what}: ${messageOf(fault)}`, { path }, fault);
  }
  const form = Compile(schema);
  if (form.Check(value)) return value;
  const problems = [...form.Errors(value)].slice(0, 5).map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new AgentError('usage', `${what}: ${problems.join('; ')}`, { path });
}

/** Cards of the center's own devices, from a JSON array. Throws AgentError `usage` with the place of every problem. */
export function readDeviceCards(path: string): readonly DeviceCard[] {
  return read(path, Type.Array(Card), '--devices').map(({ deviceId, validFrom, validTo, ...card }) => ({
    ...card,
    deviceId: must(parseDeviceId(deviceId)),
    validFrom: must(parseCalendarDate(validFrom)),
    ...(validTo === undefined ? {} : { validTo: must(parseCalendarDate(validTo)) }),
  }));
}

const signedKinds = [
  ['inquiry', 'inquiry'],
  ['harmExplained', 'harm-explained'],
  ['consent', 'consent'],
  ['specialNeed', 'special-need'],
] as const satisfies readonly (readonly [string, RecordKind])[];

const entryForm = Compile(StationRecordEntry);

/** A record enters the ledger only in the form in which the station's own forms write it. */
function checkBody(study: string, kind: RecordKind, body: object): void {
  const form =
    kind === 'identity-exception' && 'kind' in body ? { ...body, kind, exception: body.kind } : { ...body, kind };
  if (!entryForm.Check(form)) throw new AgentError('usage', '--records: a record is not of its form', { study, kind });
}

/** Brings the records of a file into a ledger. Who entered and who reviewed are named as the file itself. */
export function takeRecords(ledger: Ledger, path: string, at: Instant): number {
  const [first, second] = ['records-file', 'records-file-second'];
  let count = 0;
  const add = (
    study: string,
    kind: RecordKind,
    body: object,
    signedAt: Instant,
    enteredAt: Instant,
    reviewed: boolean,
  ): void => {
    checkBody(study, kind, body);
    const id = ledger.records.add({ StudyInstanceUID: study, kind, signedAt, body: { ...body } }, first, enteredAt);
    if (reviewed) ledger.records.review(id, second, enteredAt);
    count += 1;
  };
  for (const { study, records } of read(path, Type.Array(StudyRecords), '--records')) {
    for (const [name, kind] of signedKinds) {
      const record = records[name];
      if (record === undefined) continue;
      const { signedAt, enteredAt, entry, recordId: _id, pageSha256: _page, ...body } = record;
      add(study, kind, body, must(parseInstant(signedAt)), must(parseInstant(enteredAt)), entry === 'late-reviewed');
    }
    if (records.identityException !== undefined) {
      const { kind, resolveBy, reviewed } = records.identityException;
      add(study, 'identity-exception', { kind, resolveBy }, at, at, reviewed);
    }
    if (records.importedBy !== undefined) {
      add(study, 'imported', { fromInstitution: records.importedBy.fromInstitution }, at, at, false);
    }
    for (const { ruleId, decision, reason, decidedAt, secondPerson } of records.reviews ?? []) {
      const when = must(parseInstant(decidedAt));
      ledger.reviews.decide({ study, ruleId, decision, reason }, first, when);
      if (secondPerson) ledger.reviews.second(study, ruleId, second, when);
      count += 1;
    }
  }
  return count;
}

/** Device cards and records of two files, entered once: what is there already is not entered again. Returns how many records were taken. */
export function importEvidence(
  ledger: Ledger,
  files: { readonly devices: string; readonly records: string },
  at: Instant,
): number {
  const known = new Set(ledger.cards.list().map(({ deviceId }) => deviceId));
  const cards = readDeviceCards(files.devices).filter(({ deviceId }) => !known.has(deviceId));
  return ledger.transaction(() => {
    for (const card of cards) ledger.cards.put(card, 'devices-file', at);
    return ledger.records.consentRegisterInUse() ? 0 : takeRecords(ledger, files.records, at);
  });
}
