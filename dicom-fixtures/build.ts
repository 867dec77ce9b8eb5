import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CalendarDate, must, parseCalendarDate } from '@center/contract';
import { notFromFiles } from './cases/archive-cases.ts';
import { caseDefinitions, makeCase } from './cases/case-study.ts';
import { strayFiles } from './cases/unreadable-files.ts';
import { cardOf, devices, institutionNames } from './center/devices.ts';
import { expectationsOf } from './center/expectations.ts';
import { yearStudy } from './center/year.ts';
import {
  type FixtureCase,
  type FixtureManifest,
  type FixtureRecords,
  type FixtureStudy,
  findingsOf,
  type UnreadableFile,
} from './manifest.ts';
import { type FixtureObject, fileBytes } from './objects/fixture-object.ts';
import { objectsOf } from './objects/study-objects.ts';
import { judgedRules } from './rules-judged.ts';

export const manifestName = 'manifest.json';

/** How far the build is. */
export interface BuildProgress {
  readonly studies: number;
  readonly ofStudies: number;
  readonly files: number;
}

export interface CasesWish {
  /** Folder to write into; made when absent. */
  readonly out: string;
  readonly seed: string;
  /** The day of judging; all studies lie before it. */
  readonly until: CalendarDate;
  /** Only the cases of these names. */
  readonly only?: readonly string[];
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface CenterWish extends CasesWish {
  readonly studies: number;
  /** Images of a CT or MR series. */
  readonly imagesPerSeries?: number;
  /** The cases with faults beside the conforming year. */
  readonly cases?: boolean;
}

/** Where the file of an object lies, as picture archives lay theirs: date, study, series, object. */
function pathOf({ dataset }: FixtureObject, date: CalendarDate, study: string): string {
  const number = (keyword: 'SeriesNumber' | 'InstanceNumber'): string => {
    const value = dataset[keyword];
    return typeof value === 'number' ? String(value) : '0';
  };
  return `${date.replaceAll('-', '/')}/${study}/${number('SeriesNumber').padStart(3, '0')}/${number('InstanceNumber').padStart(5, '0')}.dcm`;
}

interface StudyToWrite {
  readonly date: CalendarDate;
  readonly StudyInstanceUID: string;
  readonly objects: readonly FixtureObject[];
}

async function writeStudy(out: string, study: StudyToWrite): Promise<readonly string[]> {
  const files = study.objects.map((object) => ({
    path: pathOf(object, study.date, study.StudyInstanceUID),
    bytes: fileBytes(object),
  }));
  for (const folder of new Set(files.map(({ path }) => dirname(path))))
    await mkdir(join(out, folder), { recursive: true });
  await Promise.all(files.map(async ({ path, bytes }) => writeFile(join(out, path), bytes)));
  return files.map(({ path }) => path);
}

const recordsMember = (records: FixtureRecords): { records?: FixtureRecords } =>
  Object.keys(records).length === 0 ? {} : { records };

type Count = (files: number, studies: 0 | 1) => void;

async function buildYear(wish: CenterWish, count: Count): Promise<FixtureStudy[]> {
  const made: FixtureStudy[] = [];
  for (let index = 0; index < wish.studies; index += 1) {
    const { plan, records } = yearStudy(wish.seed, wish.until, index, wish.studies, wish.imagesPerSeries ?? 3);
    const objects = objectsOf(plan);
    const files = await writeStudy(wish.out, { ...plan, objects });
    const expected = expectationsOf(plan, records, wish.until);
    made.push({
      name: plan.name,
      study: plan.StudyInstanceUID,
      files,
      ...recordsMember(records),
      expected,
      findings: findingsOf(expected),
    });
    count(files.length, 1);
  }
  return made;
}

async function buildFaults(wish: CasesWish, count: Count): Promise<FixtureCase[]> {
  const made: FixtureCase[] = [];
  for (const definition of chosenCases(wish.only)) {
    const { plan, objects, records, expected } = makeCase(definition, wish.seed, wish.until);
    const files = await writeStudy(wish.out, { ...plan, objects });
    made.push({
      name: definition.name,
      rule: definition.rule,
      clause: judgedRules[definition.rule],
      fault: definition.fault,
      ...(definition.also === undefined ? {} : { also: definition.also }),
      study: plan.StudyInstanceUID,
      files,
      ...recordsMember(records),
      expected,
      findings: findingsOf(expected),
    });
    count(files.length, 1);
  }
  return made;
}

function chosenCases(only: readonly string[] | undefined): typeof caseDefinitions {
  return only === undefined ? caseDefinitions : caseDefinitions.filter(({ name }) => only.includes(name));
}

async function buildStrays(wish: CasesWish, count: Count): Promise<UnreadableFile[]> {
  if (wish.only !== undefined) return [];
  const files = strayFiles(wish.seed, wish.until);
  for (const { file, bytes } of files) {
    await mkdir(dirname(join(wish.out, file)), { recursive: true });
    await writeFile(join(wish.out, file), bytes);
  }
  count(files.length, 0);
  return files.map(({ file, kind, why }) => ({ file, kind, why }));
}

/** The earliest study date, read off the archive's own folders. */
async function earliestDate(out: string, until: CalendarDate): Promise<CalendarDate> {
  let path = '';
  for (const level of [4, 2, 2]) {
    const names = (await readdir(join(out, path)))
      .filter((name) => name.length === level && /^\d+$/.test(name))
      .toSorted();
    const [first] = names;
    if (first === undefined) return until;
    path = path === '' ? first : `${path}/${first}`;
  }
  return must(parseCalendarDate(path.replaceAll('/', '-')));
}

/** One study a line: a person can search it, and no single string grows with the archive's every detail. */
function* manifestText(manifest: FixtureManifest): Generator<string> {
  const members = Object.entries(manifest);
  for (const [index, [name, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}\n${JSON.stringify(name)}: `;
    const list: unknown = value;
    if (Array.isArray(list)) {
      for (const [at, entry] of list.entries()) yield `${at === 0 ? '[' : ','}\n${JSON.stringify(entry)}`;
      yield list.length === 0 ? '[]' : ']';
    } else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

async function finish(
  wish: CasesWish,
  parts: Pick<FixtureManifest, 'cases' | 'baseline' | 'unreadable'>,
): Promise<FixtureManifest> {
  const manifest: FixtureManifest = {
    kind: 'fixture-manifest/1',
    seed: wish.seed,
    asOf: wish.until,
    supervisionStart: await earliestDate(wish.out, wish.until),
    institutionName: institutionNames.zh,
    devices: devices.map(cardOf),
    ...parts,
    notFromFiles,
  };
  await writeFile(join(wish.out, manifestName), manifestText(manifest));
  return manifest;
}

function counter(wish: CasesWish, ofStudies: number): Count {
  let studies = 0;
  let files = 0;
  return (more, one) => {
    studies += one;
    files += more;
    wish.onProgress?.({ studies, ofStudies, files });
  };
}

/** One case for each rule and verdict, without the ordinary year. Same seed and day, same bytes. */
export async function buildCases(wish: CasesWish): Promise<FixtureManifest> {
  return buildCenter({ ...wish, studies: 0, cases: true });
}

/**
 * The archive of a small center: `studies` conforming studies over the 365 days before `until`, with `cases` the faulty ones too, and `manifest.json`
 * with everything that must be said of them. Writes study by study; same seed and day, same bytes.
 */
export async function buildCenter(wish: CenterWish): Promise<FixtureManifest> {
  await mkdir(wish.out, { recursive: true });
  const withCases = wish.cases === true;
  const count = counter(wish, wish.studies + (withCases ? chosenCases(wish.only).length : 0));
  const baseline = await buildYear(wish, count);
  const cases = withCases ? await buildFaults(wish, count) : [];
  const unreadable = withCases ? await buildStrays(wish, count) : [];
  return finish(wish, { baseline, cases, unreadable });
}
