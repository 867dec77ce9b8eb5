import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarDateAt, instant } from '@center/contract';
import { caseDefinitions, doseObjects, drawStudy, exams, fileBytes, makeCase, objectsOf } from '@center/fixtures';

/** Bytes kept of one object: its header, and of its pixels no more than shows that they are there. */
const longestSpecimen = 96 * 1024;

export interface Specimen {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The objects that are mutated: one study of every exam, every case of the fixture center, every kind of dose object, and the real files of `folder` where it is there. */
export function specimens(folder: string | undefined): readonly Specimen[] {
  const until = calendarDateAt(instant(Date.parse('2026-03-02T04:00:00Z')));
  const made = [
    ...exams.flatMap((exam) =>
      objectsOf(drawStudy({ seed: 'fuzz', name: `exam/${exam.key}`, exam, date: until, images: 1 })),
    ),
    ...caseDefinitions.flatMap((definition) => makeCase(definition, 'fuzz', until).objects),
    ...doseObjects('fuzz').map(({ object }) => object),
  ].map((object, index) => ({ name: `fixture ${String(index)}`, bytes: Buffer.from(fileBytes(object)) }));
  const all = [...made, ...realFiles(folder)];
  return all
    .map(({ name, bytes }) => ({ name, bytes: bytes.subarray(0, longestSpecimen) }))
    .filter(({ bytes }) => bytes.length > 0);
}

function realFiles(folder: string | undefined): readonly Specimen[] {
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:md|jsonl)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ name: path.slice(folder.length), bytes: readFileSync(path) }));
}
