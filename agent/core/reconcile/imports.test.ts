import { instant, must, parseDeviceId } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { importReceipts } from './import-receipts.ts';
import { importRegister } from './import-register.ts';
import { receiptsOfStowLog } from './stow-log.ts';

const limits = {
  devices: [{ deviceId: must(parseDeviceId('0a'.repeat(16))), DeviceSerialNumber: 'SN-1' }],
  digest: (text: string) => `${text.replaceAll('\n', '/')}/`.padEnd(64, '0'),
};
const clock = { zoneOffsetMinutes: 480, latest: instant(Date.parse('2026-12-01T00:00:00Z')) };
const wrong = (parsed: { readonly kind: string; readonly problems?: unknown }): unknown =>
  parsed.kind === 'refused' ? parsed.problems : parsed.kind;

describe('permits', () => {
  it('lines of one permit are one permit with their devices; dates as people write them', () => {
    const parsed = importRegister(
      'permits',
      '\uFEFF许可证号,许可范围,发证日期,有效期至,设备序列号,设备型号\r\n京放001,X射线影像诊断,2024年1月5日,2028/1/4,SN-1,"Model ""One"""\r\n京放001,,2024-01-05,2028.1.4,SN-2,\r\n\r\n',
      limits,
    );
    expect(parsed).toMatchObject({
      kind: 'read',
      rows: [
        {
          kind: 'radiology',
          number: '京放001',
          scope: 'X射线影像诊断',
          validFrom: '2024-01-05',
          validTo: '2028-01-04',
          devices: [
            { DeviceSerialNumber: 'SN-1', ManufacturerModelName: 'Model "One"' },
            { DeviceSerialNumber: 'SN-2' },
          ],
        },
      ],
    });
  });
  it('every wrong cell is named with its line, and nothing is taken', () => {
    expect(
      wrong(
        importRegister(
          'permits',
          'number\tvalid from\tvalid to\nA\t2024-13-01\t\n\t2024-01-05\t2024-01-04\nB\t2024-01-05\t2025-01-05\nB\t2024-01-05\t2026-01-05\n',
          limits,
        ),
      ),
    ).toEqual([
      { line: 2, problem: 'date-wrong', column: 'validFrom', found: '2024-13-01', expected: '2026-03-10' },
      { line: 3, problem: 'value-missing', column: 'number' },
      { line: 3, problem: 'date-order', column: 'validTo', found: '2024-01-04' },
      { line: 5, problem: 'contradiction', column: 'validTo', found: '2026-01-05', expected: '2025-01-05' },
    ]);
  });
});

describe('the staff list', () => {
  it('reads posts and licences in either language', () => {
    const parsed = importRegister(
      'staff',
      '姓名,别名,岗位,执业证号,执业范围,执业证有效期至,入职日期\n王芳,WANG FANG;WANG F,医师,110,医学影像和放射治疗专业,,2020-01-01\n李强,,technologist,,,,2021-02-03\n赵敏,,医师,111,外科专业,2027-01-01,2021-02-03\n',
      limits,
    );
    expect(parsed).toMatchObject({
      rows: [
        {
          name: '王芳',
          otherNames: ['WANG FANG', 'WANG F'],
          post: 'physician',
          licence: { number: '110', imaging: true },
        },
        { name: '李强', otherNames: [], post: 'technologist' },
        { name: '赵敏', licence: { imaging: false, validTo: '2027-01-01' } },
      ],
    });
  });
  it('a heading that is wrong is said before any line', () => {
    expect(wrong(importRegister('staff', '姓名,岗位,岗位,年龄\n王芳,医师,医师,40\n', limits))).toEqual([
      expect.objectContaining({ line: 1, problem: 'column-unknown', column: '年龄' }),
      { line: 1, problem: 'column-twice', column: 'post' },
      { line: 1, problem: 'column-missing', column: 'validFrom', expected: '入职日期 / 起始日期 / valid from' },
    ]);
  });
  it.each([
    [
      'an unknown post',
      '姓名,岗位,入职日期\n王芳,院长,2020-01-01\n',
      { line: 2, problem: 'value-unknown', column: 'post', found: '院长' },
    ],
    [
      'a number for a name',
      '姓名,岗位,入职日期\n123,医师,2020-01-01\n',
      { line: 2, problem: 'value-unknown', column: 'name', found: '123' },
    ],
    ['an open quotation', '姓名,岗位,入职日期\n"王芳,医师,2020-01-01\n', { line: 2, problem: 'quote-open' }],
    ['a cell too many', '姓名,岗位,入职日期\n王芳,医师,2020-01-01,x\n', { line: 2, problem: 'too-many-cells' }],
    ['nothing', '', { line: 0, problem: 'empty' }],
    ['a heading alone', '姓名,岗位,入职日期\n', { line: 0, problem: 'empty' }],
  ])('%s', (_title, text, problem) => {
    expect(wrong(importRegister('staff', text, limits))).toEqual([expect.objectContaining(problem)]);
  });
});

it('stop orders name a known device or a modality', () => {
  const text =
    '文号,机关,设备序列号,设备类型,事由,责令日期\n1号,区卫健委,sn1,,无证,2026-02-01\n2号,区卫健委,,ct,无证,2026-02-01\n';
  expect(importRegister('stop-orders', text, limits)).toMatchObject({
    rows: [{ scope: { kind: 'device', deviceId: '0a'.repeat(16) } }, { scope: { kind: 'modality', Modality: 'CT' } }],
  });
  expect(wrong(importRegister('stop-orders', text.replace('sn1', 'sn9').replace(',ct', ','), limits))).toEqual([
    { line: 2, problem: 'device-unknown', column: 'serial', found: 'sn9' },
    { line: 3, problem: 'value-missing', column: 'modality', expected: 'CT' },
  ]);
});

describe('what no register could hold', () => {
  const heading = '姓名,岗位,入职日期,离职日期,别名\n';
  it.each([
    ['a name of three hundred characters', `${'长'.repeat(300)},医师,2020-01-01\n`, 'value-too-long', 'name'],
    ['a bell in a name', '王\u0007伟,医师,2020-01-01\n', 'value-unseen', 'name'],
    ['a name that turns the direction of writing', '王\u202E伟,医师,2020-01-01\n', 'value-unseen', 'name'],
    ['eleven spellings', `王伟,医师,2020-01-01,,${'wang wei;'.repeat(11)}\n`, 'too-many-entries', 'otherNames'],
    [
      'two lines of one person that disagree',
      '王伟,医师,2020-01-01,2024-01-01\n王伟,医师,2020-01-01,2025-01-01\n',
      'contradiction',
      'validTo',
    ],
  ])('%s', (_title, lines, problem, column) => {
    expect(wrong(importRegister('staff', `${heading}${lines}`, limits))).toMatchObject([{ problem, column }]);
  });
  it('the same line twice is one entry, the same device twice one device, and a permit lists no more than a form could', () => {
    const line = '王伟,医师,2020-01-01\n';
    expect(importRegister('staff', `${heading}${line}${line}`, limits)).toMatchObject({ rows: [{ name: '王伟' }] });
    const permitLines = (serials: readonly string[]) =>
      `许可证号,发证日期,设备序列号\n${serials.map((serial) => `A,2020-01-01,${serial}`).join('\n')}`;
    expect(importRegister('permits', permitLines(['S1', 'S1', 'S2']), limits)).toMatchObject({
      rows: [{ devices: [{ DeviceSerialNumber: 'S1' }, { DeviceSerialNumber: 'S2' }] }],
    });
    const many = Array.from({ length: 5_000 }, (_, n) => `S${String(n)}`);
    expect(wrong(importRegister('permits', permitLines(many), limits))).toMatchObject([
      { line: 202, problem: 'too-many-entries', expected: '200' },
    ]);
  });
  it('lines that end in a carriage return alone are lines', () => {
    expect(importRegister('staff', '姓名,岗位,入职日期\r王伟,医师,2020-01-01\r', limits)).toMatchObject({
      rows: [{ name: '王伟' }],
    });
  });
});

describe('receipts', () => {
  it('of a moment that has not been are none', () => {
    const file = '检查UID,回执时间,结果\n1.2.3.4.5,2099-03-10 08:30,成功\n';
    expect(wrong(importReceipts(file, clock))).toMatchObject([{ line: 2, problem: 'time-wrong' }]);
    const log = '{"at":"2099-03-10T08:30:00+08:00","status":409,"body":{},"StudyInstanceUID":"1.2.3.9.9"}';
    expect(wrong(receiptsOfStowLog(log, clock))).toMatchObject([{ line: 1, problem: 'time-wrong' }]);
  });
  it('by UID or by accession number, with times of the center’s zone', () => {
    expect(
      importReceipts(
        '检查UID;检查号;回执时间;结果;原因\n1.2.3.4;;2026-03-10 08:30;成功;\n;A1;2026-03-10T01:00:00Z;失败;重复\n',
        clock,
      ),
    ).toEqual({
      kind: 'read',
      rows: [
        { StudyInstanceUID: '1.2.3.4', at: Date.parse('2026-03-10T00:30:00Z'), outcome: 'accepted', code: '' },
        { AccessionNumber: 'A1', at: Date.parse('2026-03-10T01:00:00Z'), outcome: 'refused', code: '重复' },
      ],
    });
  });
  it('what is wrong is named', () => {
    expect(
      wrong(
        importReceipts(
          'study uid,accession,time,status\nabc,,2026-02-31 08:00,vielleicht\n,,2026-03-10 25:00,ok\n',
          clock,
        ),
      ),
    ).toMatchObject([
      { line: 2, problem: 'uid-wrong' },
      { line: 2, problem: 'time-wrong' },
      { line: 2, problem: 'value-unknown', column: 'outcome' },
      { line: 3, problem: 'value-missing', column: 'StudyInstanceUID' },
      { line: 3, problem: 'time-wrong' },
    ]);
  });
});

describe('a log of STOW-RS answers', () => {
  const url = { vr: 'UR', Value: ['https://platform.example/dicom-web/studies/1.2.3.4.5'] };
  const stored = { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3.4.5.6'] } }] };
  const failed = { vr: 'SQ', Value: [{ '00081197': { vr: 'US', Value: [0x0110] } }] };
  const line = (status: number, body: object, more: object = {}): string =>
    JSON.stringify({ at: '2026-03-10T08:30:00+08:00', status, body, ...more });
  it('a study is accepted only when objects are stored and none fails', () => {
    const log = [
      line(200, { '00081190': url, '00081199': stored }),
      line(202, { '00081190': url, '00081199': stored, '00081198': failed }),
      line(200, { '00081190': url }),
      line(409, {}, { StudyInstanceUID: '1.2.3.9.9' }),
    ];
    const parsed = receiptsOfStowLog(log.join('\n'), clock);
    expect(
      parsed.kind === 'read'
        ? parsed.rows.map(({ StudyInstanceUID, outcome, code }) => [StudyInstanceUID, outcome, code])
        : parsed,
    ).toEqual([
      ['1.2.3.4.5', 'accepted', ''],
      ['1.2.3.4.5', 'refused', 'HTTP 202 0x0110'],
      ['1.2.3.4.5', 'refused', 'HTTP 200'],
      ['1.2.3.9.9', 'refused', 'HTTP 409'],
    ]);
    expect(receiptsOfStowLog(`[${log.join(',')}]`, clock)).toEqual(parsed);
  });
  it('what is no answer is named', () => {
    expect(wrong(receiptsOfStowLog(`{"at":\n${line(200, {})}\n[]x`, clock))).toMatchObject([
      { line: 1, problem: 'not-json' },
      { line: 3, problem: 'not-json' },
      { line: 2, problem: 'uid-wrong' },
    ]);
    expect(wrong(receiptsOfStowLog('', clock))).toEqual([{ line: 0, problem: 'empty' }]);
  });
});
