import {
  type BatchItem,
  type CellItem,
  type ChannelItem,
  canonicalJson,
  type DeviceItem,
  type DoseCoverageDayItem,
  type DoseCoverageItem,
  type DoseGroupItem,
  type Finding,
  type FindingItem,
  type Instant,
  type IntakeItem,
  instantToIso,
  must,
  parseDeviceId,
  parsePseudonym,
} from '@center/contract';
import { clockDateOf, modalityAsTold, redactFinding, type StudyStrata } from '../../core/index.ts';
import {
  type CenterKeys,
  type ChannelRow,
  fromJson,
  type KnownDevice,
  type Ledger,
  sha256Hex,
} from '../ledger/index.ts';

import { equipmentKey } from './equipment-items.ts';

/** Header texts are devices' words and may be longer than the wire allows. */
const short = (text: string): string => text.slice(0, 128);

function cellItems(ledger: Ledger, months: readonly string[], asOf: string): CellItem[] {
  return ledger.judgements.cells(months).map((cell) => ({ type: 'cell', ...cell, counts: cell.counts, asOf }));
}

function deviceItem({ card, ...device }: KnownDevice): DeviceItem {
  return {
    type: 'device',
    deviceId: device.deviceId,
    ...(card === undefined ? {} : { name: short(card.name), doseRecord: card.doseRecord }),
    Manufacturer: short(device.Manufacturer),
    ManufacturerModelName: short(device.ManufacturerModelName),
    DeviceSerialNumber: short(device.DeviceSerialNumber),
    StationName: short(device.StationName),
    modalities: [...new Set(device.modalities.map(modalityAsTold))].slice(0, 20),
    registered: card !== undefined,
    ...(device.firstSeen === undefined ? {} : { firstSeen: device.firstSeen }),
    ...(device.lastSeen === undefined ? {} : { lastSeen: device.lastSeen }),
    studies: device.studies,
  };
}

const toldChannels = ['folder', 'dicomweb', 'scp', 'dimse', 'orthanc', 'worklist'] as const;
function isTold(kind: string | undefined): kind is ChannelItem['channel'] {
  return toldChannels.some((told) => told === kind);
}

function channelItem(row: ChannelRow): ChannelItem | undefined {
  const [kind, number] = row.name.split(':');
  if (!isTold(kind)) return undefined;
  return {
    type: 'channel',
    channel: kind,
    number: Number(number ?? 0),
    state: row.state,
    since: instantToIso(row.since),
    objects: row.objects,
    ...(row.lastObservationAt === undefined ? {} : { lastObservationAt: instantToIso(row.lastObservationAt) }),
    ...(row.problem === undefined ? {} : { problem: withoutPlaces(row.problem) }),
  };
}

/** A channel's trouble is told up to the first path, address or quotation: what stands there, or after it, may hold a name, with blanks in it. */
function withoutPlaces(problem: string): string {
  const place = problem.search(/[A-Za-z]:[\\/]|[\\/'"`“”‘’「]/);
  return place === -1 ? problem.slice(0, 400) : `${problem.slice(0, Math.min(place, 399))}…`;
}

function doseItems(ledger: Ledger, months: readonly string[], asOf: string): DoseCoverageItem[] {
  return months.flatMap((month) =>
    ledger.totals.doseCoverage(month).map((row): DoseCoverageItem => ({ type: 'dose-coverage', ...row, asOf })),
  );
}

function intakeItems(ledger: Ledger, months: readonly string[], asOf: string): IntakeItem[] {
  return months.map((month) => ({ type: 'intake', ...ledger.totals.intake(month), asOf }));
}

function dayItems(ledger: Ledger, months: readonly string[], asOf: string): DoseCoverageDayItem[] {
  return months.flatMap((month) =>
    ledger.exams
      .coverage(`${month}-01`, `${month}-31`)
      .map((row): DoseCoverageDayItem => ({ type: 'dose-coverage-day', ...row, asOf })),
  );
}

type GroupBody = Pick<DoseGroupItem, 'unit' | 'month' | 'excluded' | 'requiredN' | 'quartiles' | 'histogram' | 'level'>;

/**
 * Groups of exams as they were last computed; those that changed, or all of them. A comparison with an unverified level is for the record only. Of a year there is one item,
 * whichever month it ends with.
 */
export function groupItems(ledger: Ledger, whole: boolean, asOf: string): DoseGroupItem[] {
  return ledger.groups.untold(whole).map((row): DoseGroupItem => {
    const { deviceId, examClass, ageBand, measure, span, n, comparison } = row;
    const body = fromJson<GroupBody>(row.body);
    return {
      type: 'dose-group',
      deviceId,
      examClass,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger wrote it from such a band
      ageBand: ageBand as DoseGroupItem['ageBand'],
      measure,
      span,
      n,
      comparison,
      ...body,
      informational: body.level?.verified === false,
      asOf,
    };
  });
}

function groupItemKey({ deviceId, examClass, ageBand, measure, span, month }: DoseGroupItem): string {
  return ['dose-group', deviceId, examClass, ageBand, measure, span, span === 'year' ? '' : month].join('|');
}

/** The item's place in the console: the same key again overwrites. */
export function itemKey(item: Exclude<BatchItem, FindingItem>): string {
  switch (item.type) {
    case 'cell':
      return `cell|${item.ruleId}|${item.month}`;
    case 'device':
      return `device|${item.deviceId}`;
    case 'channel':
      return `channel|${item.channel}|${String(item.number)}`;
    case 'dose-coverage':
      return `dose-coverage|${item.deviceId}|${item.month}`;
    case 'dose-coverage-day':
      return `dose-coverage-day|${item.deviceId}|${item.date}`;
    case 'dose-group':
      return groupItemKey(item);
    case 'retention':
      return `retention|${String(item.year)}`;
    case 'retrieval':
      return `retrieval|${item.modality}|${item.age}`;
    case 'forecast':
      return 'forecast';
    case 'image-upload':
      return `image-upload|${item.month}`;
    case 'intake':
      return `intake|${item.month}`;
    case 'equipment':
      return equipmentKey(item);
    case 'uptime':
      return `uptime|${item.equipmentId}|${item.span === 'year' ? 'year' : item.from.slice(0, 7)}`;
    case 'ups':
    case 'room':
      return `${item.type}|${item.equipmentId}`;
    case 'equipment-event':
      return `equipment-event|${item.eventId}`;
    case 'fleet-uptime':
      return `fleet-uptime|${item.month}`;
    case 'agent-gap':
      return `agent-gap|${String(item.number)}`;
    case 'state-digest':
      return 'state-digest';
  }
}

/**
 * What has been told and is there no more, told as empty: the console would keep its last word otherwise. `present`: keys of what there is; `months`: those that
 * were counted anew. Cells are the caller's.
 */
export function emptiedItems(
  ledger: Ledger,
  present: ReadonlySet<string>,
  months: readonly string[],
  at: Instant,
): Exclude<BatchItem, FindingItem>[] {
  const asOf = instantToIso(at);
  const gone = (kind: 'device' | 'dose-coverage' | 'dose-coverage-day'): string[][] =>
    ledger.batches
      .toldKeys(kind)
      .filter((key) => !present.has(key))
      .map((key) => key.split('|'));
  const nothing = { Manufacturer: '', ManufacturerModelName: '', DeviceSerialNumber: '', StationName: '' } as const;
  return [
    ...gone('device').map(
      ([, deviceId = '']): DeviceItem => ({
        type: 'device',
        deviceId,
        ...nothing,
        modalities: [],
        registered: false,
        studies: 0,
      }),
    ),
    ...gone('dose-coverage')
      .filter(([, , month = '']) => months.includes(month))
      .map(
        ([, deviceId = '', month = '']): DoseCoverageItem => ({
          type: 'dose-coverage',
          deviceId,
          month,
          expected: 0,
          present: 0,
          asOf,
        }),
      ),
    ...gone('dose-coverage-day')
      .filter(([, , date = '']) => months.includes(date.slice(0, 7)))
      .map(
        ([, deviceId = '', date = '']): DoseCoverageDayItem => ({
          type: 'dose-coverage-day',
          deviceId,
          date,
          expected: 0,
          present: 0,
          asOf,
        }),
      ),
  ];
}

/** What the item says, without the moment of saying it. When something last came is news once an hour; readings that move all the time are news every ten minutes. */
export function itemDigest(item: BatchItem): string {
  return sha256Hex(canonicalJson({ ...saidOf(item), asOf: undefined }));
}

function saidOf(item: BatchItem): object {
  if (item.type === 'channel')
    return { ...item, lastObservationAt: item.lastObservationAt?.slice(0, 'YYYY-MM-DDTHH'.length) };
  if (item.type === 'ups') {
    const { chargePct: _charge, runtimeS: _runtime, loadPct: _load, readAt, ...said } = item;
    return { ...said, readAt: tenMinutesOf(readAt) };
  }
  if (item.type === 'room') {
    const {
      temperatureC: _temperature,
      humidityPct: _humidity,
      measuredS: _in,
      outsideS: _out,
      readAt,
      ...said
    } = item;
    return { ...said, readAt: tenMinutesOf(readAt) };
  }
  return item;
}

const tenMinutesOf = (at: string | null): string | undefined => at?.slice(0, 'YYYY-MM-DDTHH:M'.length);

/** Everything but findings, groups of exams, equipment and the archive's figures that the given months, and the present, have to say. */
export function measurementItems(
  ledger: Ledger,
  months: readonly string[],
  at: Instant,
): Exclude<BatchItem, FindingItem>[] {
  const asOf = instantToIso(at);
  return [
    ...cellItems(ledger, months, asOf),
    ...doseItems(ledger, months, asOf),
    ...dayItems(ledger, months, asOf),
    ...intakeItems(ledger, months, asOf),
    ...ledger.devices.list().map(deviceItem),
    ...ledger.channels.list().flatMap((row) => channelItem(row) ?? []),
  ];
}

export function findingItem(ledger: Ledger, keys: CenterKeys, finding: Finding): FindingItem {
  const pseudonym = must(parsePseudonym(keys.hmac(`subject\n${finding.subject.kind}\n${finding.subject.key}`)));
  return redactFinding(
    finding,
    pseudonym,
    finding.subject.kind === 'study' ? strata(ledger, finding.subject.key) : undefined,
  );
}

function strata(ledger: Ledger, uid: string): StudyStrata | undefined {
  const study = ledger.studies.get(uid);
  if (study?.date === undefined) return keptStrata(ledger, uid);
  const { sex, ageBand, deviceId, examClass } = study;
  const dose = ledger.exams.amountsOf(uid);
  return {
    date: study.date,
    modalities: study.modalities,
    sex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : 'unknown',
    ...(ageBand === undefined ? {} : { ageBand }),
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(examClass === undefined ? {} : { examClass }),
    ...(dose.length === 0 ? {} : { dose }),
  };
}

/** A study that the archive once named and that never was among the live ones: of its patient nothing is known. */
function keptStrata(ledger: Ledger, uid: string): StudyStrata | undefined {
  const kept = ledger.archive.study(uid);
  if (kept === undefined) return undefined;
  const [deviceId] = kept.deviceIds;
  const known = deviceId === undefined ? undefined : parseDeviceId(deviceId);
  return {
    date: clockDateOf(kept),
    modalities: kept.modalities,
    sex: 'unknown',
    ...(known?.ok === true ? { deviceId: known.value } : {}),
  };
}
