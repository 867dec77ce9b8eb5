// Dose events by dicom-parser, for the bench: the whole tree is parsed, then walked.
import dicomParser, { type DataSet } from 'dicom-parser';
import { type WalkedItem, walkReports } from './walk-reports.ts';

const texts = ['x0040a160', 'x0040a124', 'x0040a120', 'x0040a123', 'x0040a121', 'x0040a122'];

function first(set: DataSet, tag: string): DataSet | undefined {
  return set.elements[tag]?.items?.[0]?.dataSet;
}

function valueOf(set: DataSet): string | number | undefined {
  const measured = first(set, 'x0040a300');
  if (measured !== undefined) {
    first(measured, 'x004008ea')?.string('x00080100');
    return measured.floatString('x0040a30a');
  }
  const code = first(set, 'x0040a168')?.string('x00080100');
  if (code !== undefined) return code;
  const tag = texts.find((each) => set.elements[each] !== undefined);
  return tag === undefined ? undefined : (set.string(tag) ?? '');
}

function* contentOf(set: DataSet): Generator<WalkedItem> {
  for (const { dataSet } of set.elements.x0040a730?.items ?? []) {
    if (dataSet === undefined) continue;
    yield {
      code: first(dataSet, 'x0040a043')?.string('x00080100'),
      value: valueOf(dataSet),
      children: () => contentOf(dataSet),
    };
  }
}

walkReports((bytes) => contentOf(dicomParser.parseDicom(bytes)));
