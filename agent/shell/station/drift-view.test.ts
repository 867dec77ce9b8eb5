import { expect, test } from 'vitest';
import type { SeenContent } from '../../core/index.ts';
import { driftView } from './drift-view.ts';

const seen = (header: SeenContent['header'], channel: string, study = '1.2.3'): SeenContent => ({
  channel,
  study,
  transferSyntaxUID: '1.2.840.10008.1.2.1',
  header,
  damage: [],
});

test('each pair of values once with both sides and their channels, identity first, a move by its study', () => {
  const object = (SOPInstanceUID: string, KVP: number) => ({
    SOPInstanceUID,
    now: seen({ PatientID: 'P2', KVP: 90, ProcedureCodeSequence: [{ CodeValue: 'B' }] }, 'dicomweb:0'),
    before: [seen({ PatientID: 'P1', KVP, ProcedureCodeSequence: [{ CodeValue: 'A' }] }, 'folder:0')],
  });
  const moved = { ...object('3', 90), before: [seen(object('3', 90).now.header, 'scp:0', '9.9')] };
  const by = { beforeBy: 'folder', nowBy: 'dicomweb' };
  expect(driftView([object('1', 80), object('2', 90), moved])).toEqual({
    rows: [
      { keyword: 'PatientID', touches: 'identity', before: 'P1', now: 'P2', objects: 2, ...by },
      {
        keyword: 'ProcedureCodeSequence',
        touches: 'registration',
        before: 'CodeValue=A',
        now: 'CodeValue=B',
        objects: 2,
        ...by,
      },
      {
        keyword: 'StudyInstanceUID',
        touches: 'registration',
        before: '9.9',
        now: '1.2.3',
        objects: 1,
        beforeBy: 'scp',
        nowBy: 'dicomweb',
      },
      { keyword: 'KVP', touches: 'acquisition', before: '80', now: '90', objects: 1, ...by },
    ],
    more: 0,
  });
});

test('at most forty rows, the others counted', () => {
  const objects = Array.from({ length: 50 }, (_, n) => ({
    SOPInstanceUID: String(n),
    now: seen({ PatientID: 'P1' }, 'scp:0'),
    before: [seen({ PatientID: `Q${String(n)}` }, 'scp:0')],
  }));
  expect(driftView(objects)).toMatchObject({ rows: { length: 40 }, more: 10 });
});
