import { instant, must, parseCalendarDate } from '@center/contract';
import { StationStudy } from '@center/contract/station-api';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { testCenter, uidOf } from './testing/test-center.ts';

const dayMs = 86_400_000;

test('the page of a sealed study still names the patient and every verdict, and says since when the headers are gone', async () => {
  const center = await testCenter();
  try {
    const study = uidOf('77');
    center.observe([
      {
        channel: 'scp:0',
        source: 'AE',
        reading: {
          kind: 'readable',
          object: 'instance',
          transferSyntaxUID: '1.2.840.10008.1.2.1',
          declaredCharset: ['ISO_IR 192'],
          damage: [],
          header: {
            StudyInstanceUID: study,
            SeriesInstanceUID: `${study}.1`,
            SOPInstanceUID: `${study}.1.1`,
            SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
            Modality: 'MR',
            ImageType: ['ORIGINAL', 'PRIMARY'],
            PatientName: '赵^强',
            PatientID: 'P77',
            PatientSex: 'M',
            PatientBirthDate: '19700101',
            AccessionNumber: 'A77',
            StudyDate: '20261124',
            StudyTime: '0930',
            StudyDescription: '膝关节平扫',
            BodyPartExamined: 'KNEE',
            Manufacturer: 'ACME',
            ManufacturerModelName: 'MR-1',
            DeviceSerialNumber: 'SN-2',
            StationName: 'MR1',
          },
        },
      },
    ]);
    center.pass(2 * 3_600_000);
    center.judge();
    center.ledger.archive.apply({
      kind: 'seen',
      at: center.now(),
      channel: 'scp:0',
      studies: [
        {
          StudyInstanceUID: study,
          date: must(parseCalendarDate('2026-11-24')),
          whole: true,
          series: [{ SeriesInstanceUID: `${study}.1`, Modality: 'MR', classes: [], objects: 1 }],
        },
      ],
    });
    center.ledger.quietStudies.entered([study]);
    center.pass(70 * dayMs);
    center.judge();
    const officer = await center.signedIn('officer', 'officer');
    const page = async (): Promise<StationStudy> =>
      Value.Parse(StationStudy, JSON.parse((await officer.send('GET', `/api/studies/${study}`)).body));
    const before = await page();
    expect(before.study.sealedAt).toBeNull();
    const quietSince = instant(center.now() - 60 * dayMs);
    expect(center.ledger.sealing.hindrance(study, quietSince)).toBeUndefined();
    const [kept] = center.ledger.objects.ofStudy(study);
    center.ledger.transaction(() =>
      center.ledger.sealing.seal(
        [{ uid: study, header: { ...kept?.header, PatientName: '赵^强', PatientID: 'P77' } }],
        quietSince,
        () => true,
        center.now(),
      ),
    );
    const after = await page();
    expect(after.study.sealedAt).not.toBeNull();
    expect(after.study.patient).toMatchObject({ name: '赵强', PatientID: 'P77' });
    expect(after.headers).toEqual([]);
    const shown = ({ judgements }: StationStudy) =>
      judgements
        .map(({ ruleId, display, clause, severity }) => [ruleId, display, clause, severity].join(' '))
        .toSorted();
    expect(shown(after)).toEqual(shown(before));
    expect((await officer.send('GET', `/api/studies/${study}/dose`)).statusCode).toBe(404);
    expect((await officer.send('GET', '/api/studies?text=A77')).statusCode).toBe(200);
  } finally {
    await center.close();
  }
});
