import { addDays, addMonths, type CalendarDate, calendarDateAt, type Instant } from '@center/contract';
import type { ArchivePort, ListedStudy } from '../channels/archive-port.ts';
import { type DicomwebAccess, dicomwebAccess, dicomwebDefaults, type WebAuth } from '../channels/dicomweb/index.ts';
import { type CardLine, found, milliseconds, unknown } from './card.ts';
import type { Measuring } from './measure-dicom.ts';

export interface WebSide {
  readonly url: string;
  readonly auth: WebAuth;
}

export function openWeb(
  { pacs, gate, timeoutSeconds }: Measuring,
  { url, auth }: WebSide,
  now: () => Instant,
): DicomwebAccess {
  return dicomwebAccess({ ...dicomwebDefaults, name: 'dicomweb:0', pacs, url, auth, timeoutSeconds, now }, gate);
}

/** A search of yesterday and today: any answer that is DICOM JSON shows the service. */
export async function measureWeb(
  { studies }: DicomwebAccess,
  today: CalendarDate,
  signal: AbortSignal,
): Promise<CardLine> {
  const began = performance.now();
  const answer = await studies.find({ by: 'window', window: { from: addDays(today, -1), to: today } }, 'live', signal);
  const took = milliseconds(performance.now() - began);
  if (answer.kind === 'answered' || answer.why === 'limit-suspected')
    return found('dicomweb', true, `是，${took}`, `yes, ${took}`);
  const reached = !['unreachable', 'timed-out', 'stopped'].includes(answer.why);
  return reached
    ? found('dicomweb', false, `否：${answer.detail}`, `no: ${answer.detail}`)
    : unknown('dicomweb', answer.detail, answer.detail);
}

/** A year in one search, and in two: if the halves hold more, the whole was cut. Doubt divides it further by itself. */
export async function measureLimit(
  { studies }: DicomwebAccess,
  today: CalendarDate,
  signal: AbortSignal,
): Promise<CardLine> {
  const what = 'dicomweb-limit';
  const begin = addMonths(today, -12);
  const middle = addMonths(today, -6);
  const whole = await studies.find({ by: 'window', window: { from: begin, to: today } }, 'live', signal);
  let halves = 0;
  for (const window of [
    { from: begin, to: addDays(middle, -1) },
    { from: middle, to: today },
  ])
    halves += (await studies.find({ by: 'window', window }, 'live', signal)).rows.length;
  const rows = whole.rows.length;
  const limit = studies.rowLimit ?? (halves > rows ? rows : undefined);
  if (limit !== undefined) return found(what, limit, `${String(limit)} 行即被截断`, `cut at ${String(limit)} rows`);
  if (whole.kind === 'not-measured') return unknown(what, whole.detail, whole.detail);
  return rows === 0
    ? unknown(what, '近一年没有检查', 'no study within a year')
    : found(what, `>=${String(rows)}`, `${String(rows)} 行以内未见截断`, `none seen up to ${String(rows)} rows`);
}

/** A study of which nobody has asked for long: the first that a week of a year long past holds. */
export async function oldStudy(
  port: ArchivePort,
  today: CalendarDate,
  signal: AbortSignal,
): Promise<ListedStudy | undefined> {
  for (const months of [61, 37, 25, 13, 7]) {
    const to = addMonths(today, -months);
    const week = await port.findStudies({ by: 'window', window: { from: addDays(to, -6), to } }, 'live', signal);
    const study = week.kind === 'answered' ? week.value.find(({ objects }) => objects !== 0) : undefined;
    if (study !== undefined) return study;
  }
  return undefined;
}

/** The first image, asked for once: a second time it may come from a cache. */
export async function measureFirstImage(
  port: ArchivePort,
  study: string,
  date: string | undefined,
  signal: AbortSignal,
): Promise<CardLine> {
  const what = 'first-image';
  const objects = await port.listObjects(study, 'live', signal);
  if (objects.kind === 'not-measured') return unknown(what, objects.detail, objects.detail);
  const image = objects.value.find(({ Modality }) => !['SR', 'PR', 'KO', 'DOC'].includes(Modality)) ?? objects.value[0];
  if (image === undefined || port.retrieve === undefined)
    return unknown(what, '没有可取回的影像', 'there is no image to retrieve');
  const came = await port.retrieve({ StudyInstanceUID: study, object: image, lane: 'live', signal });
  if (came.kind === 'not-measured') return unknown(what, came.detail, came.detail);
  const { firstMs } = came.value;
  const of = date === undefined ? '' : ` (${date})`;
  return firstMs === undefined
    ? found(what, false, `没有送来${of}`, `it did not come${of}`)
    : found(what, Math.round(firstMs), `${milliseconds(firstMs)}${of}`, `${milliseconds(firstMs)}${of}`);
}

export function todayOf(now: () => Instant): CalendarDate {
  return calendarDateAt(now());
}
