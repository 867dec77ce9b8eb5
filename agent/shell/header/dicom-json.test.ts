import { describe, expect, it } from 'vitest';
import { doseOf, headerFromDicomJson } from './index.ts';

describe('the DICOM JSON model', () => {
  const json = {
    '00080005': { vr: 'CS', Value: ['GB18030'] },
    '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY'] },
    '00080050': { vr: 'SH' },
    '00080060': { vr: 'CS', Value: ['PT'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' }] },
    '00180060': { vr: 'DS', Value: [120] },
    '00181151': { vr: 'IS', Value: ['40.196'] },
    '00280010': { vr: 'US', Value: [512] },
    '0020000D': { vr: 'UI', Value: ['1.2.3'] },
    '00540016': { vr: 'SQ', Value: [{ '00181074': { vr: 'DS', Value: [370000000] } }] },
    '00083002': { vr: 'UI', Value: ['1.2.840.10008.1.2.1'] },
    '7FE00010': { vr: 'OW', BulkDataURI: 'frames/1' },
  };

  it('is never decoded twice, and keeps every form of value', () => {
    const reading = headerFromDicomJson(json);
    expect(reading).toMatchObject({
      kind: 'readable',
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      declaredCharset: ['GB18030'],
      header: {
        ImageType: ['ORIGINAL', 'PRIMARY'],
        AccessionNumber: '',
        PatientName: 'Wang^XiaoDong=王^小东',
        KVP: 120,
        XRayTubeCurrent: 40.196,
        Rows: 512,
        RadiopharmaceuticalInformationSequence: [{ RadionuclideTotalDose: 370_000_000 }],
      },
      damage: [{ code: 'number-form', where: 'XRayTubeCurrent' }],
    });
    expect(reading.kind === 'readable' ? doseOf(reading) : undefined).toMatchObject({
      source: 'header',
      events: [{ type: 'RadiopharmaceuticalAdministration' }],
    });
  });

  it.each([[null], ['text'], [[]], [{}], [{ '00100010': 5 }], [{ name: { vr: 'PN' } }]])(
    '%j is no data set',
    (value) => {
      expect(headerFromDicomJson(value)).toEqual({ kind: 'not-dicom', reason: 'no-dicom-structure' });
    },
  );

  it('odd shapes are read as far as they go', () => {
    const odd = {
      '00100010': { vr: 'PN', Value: [null, 'Li^Si', { Ideographic: '李^四' }] },
      '00100020': { vr: 'LO', Value: [{}] },
      '00081032': { vr: 'SQ', Value: [null] },
      '00101030': { vr: 'DS', Value: ['heavy'] },
    };
    expect(headerFromDicomJson(odd)).toMatchObject({
      header: {
        PatientName: ['', 'Li^Si', '=李^四'],
        PatientID: '',
        ProcedureCodeSequence: [{}],
        PatientWeight: 'heavy',
      },
      damage: [{ code: 'vr-unexpected' }, { code: 'number-unreadable' }],
    });
  });
});
