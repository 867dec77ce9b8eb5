import { archiveFacts, review, testArchiveRule } from '@center/checks/testing';
import { type ArchiveFacts, must, parseDeviceId } from '@center/contract';
import { notPatientSharePlausible } from './not-patient-share-plausible.ts';

const [first, second] = ['0a', '0b'].map((digits) => must(parseDeviceId(digits.repeat(16))));
type Counts = readonly [studies: number, notPatients: number];

function archive(one: Counts, other?: Counts, change: Partial<ArchiveFacts> = {}): ArchiveFacts {
  const of = (deviceId: typeof first, counts: Counts | undefined): ArchiveFacts['devices'] =>
    deviceId === undefined || counts === undefined ? [] : [{ deviceId, studies: counts[0], notPatients: counts[1] }];
  return archiveFacts({ devices: [...of(first, one), ...of(second, other)], ...change });
}
const decided = (decision: 'confirmed' | 'dismissed'): Partial<ArchiveFacts> => ({
  reviews: [review('not-patient-share-plausible', decision)],
});

testArchiveRule(
  notPatientSharePlausible,
  {},
  {
    conforms: [
      ['two in a hundred', archive([100, 2])],
      ['none', archive([50, 0])],
      ['many on a device of a few studies', archive([100, 1], [49, 40])],
      ['many, all of them looked at', archive([100, 9], undefined, decided('dismissed')), { basis: 'attested' }],
    ],
    deviates: [
      ['many, and patients among them', archive([100, 9], undefined, decided('confirmed')), { basis: 'attested' }],
    ],
    indeterminate: [
      ['three in a hundred', 'awaiting-review', archive([100, 3])],
      ['the second device', 'awaiting-review', archive([1000, 20], [200, 5])],
    ],
    notApplicable: [
      ['too few studies', archive([49, 3])],
      ['no device', archiveFacts({ devices: [] })],
    ],
  },
);
