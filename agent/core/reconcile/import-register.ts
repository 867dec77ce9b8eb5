import {
  type CalendarDate,
  canonicalJson,
  foldDeviceText,
  must,
  type PermitEntry,
  type PermitKind,
  parseCalendarDate,
  parseDeviceId,
  type RegisterEntries,
  type RegisterName,
  type StaffEntry,
  type StaffPost,
  type StopOrderEntry,
} from '@center/contract';
import { personKeyText } from './names.ts';
import { type Column, Complaints, type Parsed, parseTable, type TableRow } from './table.ts';

/** What an import is held against, and how ids come from what was entered: the same line again is the same entry. */
export interface ImportLimits {
  readonly devices: readonly { readonly deviceId: string; readonly DeviceSerialNumber: string }[];
  /** Id of an entry from the text that tells it from others; SHA-256 in hexadecimal. */
  readonly digest: (text: string) => string;
}

/** Longest contents as the register's forms have them, characters. */
const most: Readonly<Record<string, number>> = {
  number: 60,
  scope: 200,
  serial: 64,
  model: 64,
  name: 80,
  otherNames: 900,
  licence: 80,
  issuedBy: 80,
};
const mostDevices = 200;
const mostOtherNames = 10;
const mostOtherName = 80;

const column = (name: string, required: boolean, ...headings: string[]): Column => ({
  name,
  headings,
  required,
  ...(most[name] === undefined ? {} : { most: most[name] }),
});

const columns: Readonly<Record<RegisterName, readonly Column[]>> = {
  permits: [
    column('kind', false, '类型', '许可类型'),
    column('number', true, '许可证号', '证号', 'permit number'),
    column('scope', false, '许可范围', '范围', '许可项目'),
    column('validFrom', true, '发证日期', '起始日期', 'valid from'),
    column('validTo', false, '有效期至', '校验有效期', 'valid to'),
    column('serial', false, '设备序列号', '序列号', 'DeviceSerialNumber'),
    column('model', false, '设备型号', '型号', 'ManufacturerModelName'),
  ],
  staff: [
    column('name', true, '姓名'),
    column('otherNames', false, '别名', '其他写法', 'other names'),
    column('post', true, '岗位', '职务'),
    column('licence', false, '执业证号', '执业证书编号', 'licence number'),
    column('specialty', false, '执业范围', '专业', 'specialty'),
    column('licenceTo', false, '执业证有效期至', 'licence valid to'),
    column('validFrom', true, '入职日期', '起始日期', 'valid from'),
    column('validTo', false, '离职日期', '终止日期', 'valid to'),
  ],
  'stop-orders': [
    column('number', true, '文号', '文书编号', 'order number'),
    column('issuedBy', true, '机关', '下达机关', 'issued by'),
    column('serial', false, '设备序列号', '序列号', 'DeviceSerialNumber'),
    column('modality', false, '设备类型', '检查类型', 'Modality'),
    column('reason', true, '事由', '原因'),
    column('from', true, '起始日期', '责令日期', '停止日期'),
    column('liftedOn', false, '解除日期', 'lifted on'),
  ],
};

const permitWords: ReadonlyMap<string, PermitKind> = new Map([
  ['', 'radiology'],
  ['放射诊疗许可证', 'radiology'],
  ['radiology', 'radiology'],
  ['大型医用设备配置许可证', 'large-equipment'],
  ['large-equipment', 'large-equipment'],
]);
const postWords: ReadonlyMap<string, StaffPost> = new Map<string, StaffPost>([
  ['医师', 'physician'],
  ['医生', 'physician'],
  ['技师', 'technologist'],
  ['技士', 'technologist'],
  ['护士', 'nurse'],
  ['物理师', 'physicist'],
  ['其他', 'other'],
  ...(['physician', 'technologist', 'nurse', 'physicist', 'other'] as const).map((post) => [post, post] as const),
]);
/** 医学影像和放射治疗专业 (卫医发〔2001〕169号), and its short forms. */
const imagingSpecialty = /医学影像|放射|影像|imaging|radiology/i;

/** First member in which two entries differ: it has the name of its column. */
function differing(a: object, b: object): string {
  const other = new Map<string, unknown>(Object.entries(b));
  const names = [...Object.keys(a), ...Object.keys(b)];
  const mine = new Map<string, unknown>(Object.entries(a));
  return (
    names.find((name) => canonicalJson([mine.get(name) ?? null]) !== canonicalJson([other.get(name) ?? null])) ?? ''
  );
}

class Reader {
  readonly complaints = new Complaints();
  readonly limits: ImportLimits;

  constructor(limits: ImportLimits) {
    this.limits = limits;
  }

  text(row: TableRow, name: string): string | undefined {
    const value = row.cell(name);
    return value === '' ? this.complaints.add(row, 'value-missing', name) : value;
  }

  /** `2026-03-10`, `2026/3/10`, `2026.3.10`, `20260310` or `2026年3月10日`. */
  day(row: TableRow, name: string): CalendarDate | undefined {
    const raw = row.cell(name);
    if (raw === '') return undefined;
    const parts = /^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?$/.exec(raw.normalize('NFKC'));
    const [, year, month, of] = parts ?? [];
    const plain =
      year === undefined || month === undefined || of === undefined
        ? raw
        : `${year}-${month.padStart(2, '0')}-${of.padStart(2, '0')}`;
    const parsed = parseCalendarDate(plain);
    return parsed.ok ? parsed.value : this.complaints.add(row, 'date-wrong', name, '2026-03-10');
  }

  requiredDay(row: TableRow, name: string): CalendarDate | undefined {
    return row.cell(name) === '' ? this.complaints.add(row, 'value-missing', name, '2026-03-10') : this.day(row, name);
  }

  span(
    row: TableRow,
    from: string,
    to: string,
  ): { readonly from: CalendarDate; readonly to?: CalendarDate } | undefined {
    const first = this.requiredDay(row, from);
    const last = this.day(row, to);
    if (first === undefined || (last === undefined && row.cell(to) !== '')) return undefined;
    if (last !== undefined && last < first) return this.complaints.add(row, 'date-order', to);
    return { from: first, ...(last === undefined ? {} : { to: last }) };
  }

  word<T>(row: TableRow, name: string, words: ReadonlyMap<string, T>): T | undefined {
    const found = words.get(row.cell(name)) ?? words.get(row.cell(name).toLowerCase());
    return (
      found ??
      this.complaints.add(row, 'value-unknown', name, [...words.keys()].filter((word) => word !== '').join(' / '))
    );
  }

  /** Lines that say the same are one entry; of lines of one entry that differ none is believed. */
  once<E extends { readonly id: string }>(written: readonly { readonly row: TableRow; readonly entry: E }[]): E[] {
    const found = new Map<string, { readonly entry: E; readonly text: string }>();
    for (const { row, entry } of written) {
      const before = found.get(entry.id);
      const text = canonicalJson(entry);
      if (before === undefined) found.set(entry.id, { entry, text });
      else if (before.text !== text) this.complaints.add(row, 'contradiction', differing(before.entry, entry));
    }
    return [...found.values()].map(({ entry }) => entry);
  }

  id(...parts: readonly string[]): string {
    return this.limits.digest(parts.join('\n')).slice(0, 32);
  }
}

type PermitDevice = PermitEntry['devices'][number];

/** Lines of one permit number are one permit; each names one device of its list. */
function permits(rows: readonly TableRow[], reader: Reader): readonly PermitEntry[] {
  const found = new Map<string, { entry: PermitEntry; readonly devices: Map<string, PermitDevice> }>();
  for (const row of rows) {
    const kind = reader.word(row, 'kind', permitWords);
    const number = reader.text(row, 'number');
    const span = reader.span(row, 'validFrom', 'validTo');
    if (kind === undefined || number === undefined || span === undefined) continue;
    const id = reader.id(kind, foldDeviceText(number), span.from);
    const before = found.get(id);
    if (before !== undefined && (before.entry.validTo ?? '') !== (span.to ?? ''))
      reader.complaints.add(row, 'contradiction', 'validTo', before.entry.validTo);
    const devices = before?.devices ?? new Map<string, PermitDevice>();
    const serial = row.cell('serial');
    const model = row.cell('model');
    if (serial !== '')
      devices.set(`${serial}\n${model}`, {
        DeviceSerialNumber: serial,
        ...(model === '' ? {} : { ManufacturerModelName: model }),
      });
    if (devices.size === mostDevices + 1) reader.complaints.add(row, 'too-many-entries', 'serial', String(mostDevices));
    const entry = before?.entry ?? {
      id,
      kind,
      number,
      scope: '',
      validFrom: span.from,
      ...(span.to === undefined ? {} : { validTo: span.to }),
      devices: [],
    };
    found.set(id, { entry: entry.scope === '' ? { ...entry, scope: row.cell('scope') } : entry, devices });
  }
  return [...found.values()].map(({ entry, devices }) => ({ ...entry, devices: [...devices.values()] }));
}

function licenceOf(row: TableRow, reader: Reader): StaffEntry['licence'] {
  const number = row.cell('licence');
  const validTo = reader.day(row, 'licenceTo');
  if (number === '') return undefined;
  return {
    number,
    imaging: imagingSpecialty.test(row.cell('specialty')),
    ...(validTo === undefined ? {} : { validTo }),
  };
}

function otherNamesOf(row: TableRow, reader: Reader): readonly string[] {
  const names = row
    .cell('otherNames')
    .split(/[;；、|]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (names.length > mostOtherNames)
    reader.complaints.add(row, 'too-many-entries', 'otherNames', String(mostOtherNames));
  if (names.some((each) => each.length > mostOtherName))
    reader.complaints.add(row, 'value-too-long', 'otherNames', String(mostOtherName));
  return names;
}

function staff(rows: readonly TableRow[], reader: Reader): readonly StaffEntry[] {
  const written = rows.flatMap((row): { row: TableRow; entry: StaffEntry }[] => {
    const name = reader.text(row, 'name');
    const post = reader.word(row, 'post', postWords);
    const span = reader.span(row, 'validFrom', 'validTo');
    const licence = licenceOf(row, reader);
    const otherNames = otherNamesOf(row, reader);
    if (name !== undefined && personKeyText(name) === undefined)
      reader.complaints.add(row, 'value-unknown', 'name', '王芳');
    if (name === undefined || post === undefined || span === undefined) return [];
    const entry: StaffEntry = {
      id: reader.id(name, post, span.from, licence?.number ?? ''),
      name,
      otherNames,
      post,
      ...(licence === undefined ? {} : { licence }),
      validFrom: span.from,
      ...(span.to === undefined ? {} : { validTo: span.to }),
    };
    return [{ row, entry }];
  });
  return reader.once(written);
}

function scopeOf(row: TableRow, reader: Reader): StopOrderEntry['scope'] | undefined {
  const serial = row.cell('serial');
  const modality = row.cell('modality').toUpperCase();
  if (serial !== '') {
    const device = reader.limits.devices.find(
      ({ DeviceSerialNumber }) => foldDeviceText(DeviceSerialNumber) === foldDeviceText(serial),
    );
    return device === undefined
      ? reader.complaints.add(row, 'device-unknown', 'serial')
      : { kind: 'device', deviceId: must(parseDeviceId(device.deviceId)) };
  }
  if (!/^[A-Z]{2,16}$/.test(modality))
    return reader.complaints.add(row, modality === '' ? 'value-missing' : 'value-unknown', 'modality', 'CT');
  return { kind: 'modality', Modality: modality };
}

function stopOrders(rows: readonly TableRow[], reader: Reader): readonly StopOrderEntry[] {
  const written = rows.flatMap((row): { row: TableRow; entry: StopOrderEntry }[] => {
    const number = reader.text(row, 'number');
    const issuedBy = reader.text(row, 'issuedBy');
    const reason = reader.text(row, 'reason');
    const scope = scopeOf(row, reader);
    const span = reader.span(row, 'from', 'liftedOn');
    if (
      number === undefined ||
      issuedBy === undefined ||
      reason === undefined ||
      scope === undefined ||
      span === undefined
    )
      return [];
    const what = scope.kind === 'device' ? scope.deviceId : scope.Modality;
    const entry: StopOrderEntry = {
      id: reader.id(number, what, span.from),
      number,
      issuedBy,
      scope,
      reason,
      from: span.from,
      ...(span.to === undefined ? {} : { liftedOn: span.to }),
    };
    return [{ row, entry }];
  });
  return reader.once(written);
}

const readers: {
  readonly [R in RegisterName]: (rows: readonly TableRow[], reader: Reader) => readonly RegisterEntries[R][];
} = {
  permits,
  staff,
  'stop-orders': stopOrders,
};

/** Entries of a register from a table with a heading in Chinese or English. Either every line is right, or nothing is taken and every wrong cell is named. */
export function importRegister<R extends RegisterName>(
  register: R,
  text: string,
  limits: ImportLimits,
): Parsed<RegisterEntries[R]> {
  const table = parseTable(text, columns[register]);
  if (table.kind === 'refused') return table;
  const reader = new Reader(limits);
  return reader.complaints.answer(readers[register](table.rows, reader));
}
