// Dose reports for the bench, outside the project; thrown away afterwards. In: how many. Out: files of 10 to 200 irradiation events, up to about a megabyte each.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { calendarDateAt, instant } from '@center/contract';
import { type Dataset, drawStudy, examByKey, objectsOf, writePart10 } from '@center/fixtures';

export interface ReportArchive {
  readonly paths: readonly string[];
  readonly remove: () => void;
}

const eventCodes = new Set(['113706', '113819']);
const leastEvents = 10;
const mostEvents = 200;

function itemsOf(value: Dataset[keyof Dataset]): readonly Dataset[] {
  return Array.isArray(value) ? (value as readonly Dataset[]) : [];
}

function isEvent(item: Dataset): boolean {
  const [name] = itemsOf(item.ConceptNameCodeSequence);
  return typeof name?.CodeValue === 'string' && eventCodes.has(name.CodeValue);
}

/** The same item under an event identifier of its own. */
function renumbered(item: Dataset, event: number): Dataset {
  const content = itemsOf(item.ContentSequence);
  return {
    ...item,
    ...(typeof item.UID === 'string' ? { UID: `${item.UID}.${event}` } : {}),
    ...(content.length === 0 ? {} : { ContentSequence: content.map((child) => renumbered(child, event)) }),
  };
}

function withEvents(report: Dataset, count: number): Dataset {
  const content = itemsOf(report.ContentSequence);
  const events = content.filter(isEvent);
  const [model] = events;
  if (model === undefined) throw new Error('a report without an event is no model for others');
  const more = Array.from({ length: count }, (_, event) => renumbered(events[event % events.length] ?? model, event));
  return { ...report, ContentSequence: [...content.filter((item) => !isEvent(item)), ...more] };
}

function build(folder: string, count: number): void {
  const exams = ['rf-stomach', 'ct-chest'].map(examByKey);
  for (let index = 0; index < count; index += 1) {
    const exam = exams[index % exams.length];
    const plan = drawStudy({
      seed: 'bench',
      name: `report ${index}`,
      date: calendarDateAt(instant(Date.UTC(2025, 2, 3))),
      ...(exam === undefined ? {} : { exam }),
      images: 1,
    });
    const report = objectsOf(plan).find(({ role }) => role === 'dose-report');
    if (report === undefined) throw new Error(`no dose report of ${plan.exam.key}`);
    // Spread evenly over the range, in an order that mixes small and large.
    const events =
      leastEvents + Math.round(((mostEvents - leastEvents) * ((index * 7) % count)) / Math.max(1, count - 1));
    const transferSyntax = index % 3 === 2 ? 'implicit-le' : 'explicit-le';
    const bytes = writePart10(withEvents(report.dataset, events), { ...report, transferSyntax });
    writeFileSync(join(folder, `${String(index).padStart(4, '0')}.dcm`), bytes);
  }
}

function filesBelow(folder: string, most: number): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .slice(0, most);
}

/** The first `most` files of the given folder, or as many reports built for the purpose. */
export function reportArchive(most: number, given: string | undefined): ReportArchive {
  if (given !== undefined) return { paths: filesBelow(resolve(given), most), remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'bench-reports-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    build(folder, most);
    return { paths: filesBelow(folder, most), remove };
  } catch (fault) {
    remove();
    throw fault;
  }
}
