import { describe, expect, it } from 'vitest';
import { readDoseReport, type SrItem } from './index.ts';
import { choice, coded, container, moment, num, text, uid } from './written-items.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const unit = (code: string, meaning: string, scheme = 'UCUM') => coded(code, scheme, meaning);

/** One CT report; `name` writes a concept, `unitOf` a unit. */
function report(
  name: (code: string, scheme: string, english: string, chinese: string) => ReturnType<typeof coded>,
  unitOf: (code: string, chinese: string) => ReturnType<typeof coded>,
): SrItem {
  const dcm = (code: string, english: string, chinese: string) => name(code, 'DCM', english, chinese);
  const number = (concept: ReturnType<typeof coded>, raw: string, of: ReturnType<typeof coded>): SrItem => ({
    ...num(concept, raw, ''),
    measured: { raw, number: Number(raw), unit: of },
  });
  return container(
    dcm('113701', 'X-Ray Radiation Dose Report', 'X射线辐射剂量报告'),
    choice(dcm('121058', 'Procedure reported', '报告的检查'), coded('77477000', 'SCT', '计算机断层扫描')),
    container(
      dcm('113811', 'CT Accumulated Dose Data', 'CT累积剂量数据'),
      number(
        dcm('113813', 'CT Dose Length Product Total', 'CT剂量长度乘积总量'),
        '512',
        unitOf('mGy.cm', '毫戈瑞·厘米'),
      ),
    ),
    container(
      dcm('113819', 'CT Acquisition', 'CT采集'),
      text(dcm('125203', 'Acquisition Protocol', '采集协议'), '胸部平扫'),
      choice(
        dcm('113820', 'CT Acquisition Type', 'CT采集类型'),
        name('116152004', 'SCT', 'Spiral Acquisition', '螺旋采集'),
      ),
      {
        ...uid('1.2.3'),
        concept: dcm('113769', 'Irradiation Event UID', '照射事件UID'),
      },
      { ...moment('111526', '20240501100000'), concept: dcm('111526', 'DateTime Started', '开始时间') },
      container(
        dcm('113829', 'CT Dose', 'CT剂量'),
        number(dcm('113830', 'Mean CTDIvol', '平均CTDIvol'), '8.1', unitOf('mGy', '毫戈瑞')),
        choice(
          dcm('113835', 'CTDIw Phantom Type', 'CTDIw体模类型'),
          dcm('113691', 'IEC Body Dosimetry Phantom', 'IEC体部剂量体模'),
        ),
        number(dcm('113838', 'DLP', '剂量长度乘积'), '512', unitOf('mGy.cm', '毫戈瑞·厘米')),
      ),
    ),
  );
}
function read(item: SrItem) {
  const reading = readDoseReport(item, {});
  if (reading === undefined) throw new Error('no dose report');
  return {
    facts: plain({ ...reading.report, procedure: reading.report.procedure?.CodeValue }),
    damage: reading.damage,
  };
}

const english = read(
  report(
    (code, scheme, words) => coded(code, scheme, words),
    (code) => unit(code, code),
  ),
);

describe('the language of meanings', () => {
  it.each([
    ['Chinese', (_english: string, chinese: string) => chinese],
    ['none', () => ''],
    ['nonsense', () => 'ÄÖÜ Ω 線量'],
    ['another concept', () => 'Dose Area Product Total'],
  ] as const)('%s beside the right codes makes no difference', (_name, words) => {
    const other = read(
      report(
        (code, scheme, latin, chinese) => coded(code, scheme, words(latin, chinese)),
        (code, chinese) => unit(code, words(code, chinese)),
      ),
    );
    expect(other.damage).toEqual([]);
    expect(other.facts).toEqual(english.facts);
  });

  it('without codes, Chinese or English words are read, and that is said', () => {
    for (const words of [
      (_english: string, chinese: string) => chinese,
      (latin: string) => latin,
      (latin: string) => latin.toUpperCase().replaceAll(' ', ''),
    ]) {
      const { facts, damage } = read(
        report(
          (_code, _scheme, latin, chinese) => coded('', '', words(latin, chinese)),
          (code) => unit(code, code),
        ),
      );
      expect(facts).toMatchObject({
        events: [
          {
            IrradiationEventUID: '1.2.3',
            type: 'SpiralAcquisition',
            phantom: 'body-32cm',
            protocol: '胸部平扫',
            startedAt: '20240501100000',
            values: { MeanCTDIvol: { quantity: { value: 8.1, unit: 'mGy' } }, DLP: { quantity: { value: 512 } } },
          },
        ],
        totals: [{ values: { CTDoseLengthProductTotal: { quantity: { value: 512, unit: 'mGy.cm' } } } }],
      });
      expect(new Set(damage.map(({ code }) => code))).toEqual(new Set(['concept-by-meaning']));
      expect(damage.map(({ where }) => where)).toContain('MeanCTDIvol');
    }
  });

  it('units whose code is missing are read by their words in either language, as a spelling', () => {
    const { facts, damage } = read(
      report(
        (code, scheme, latin) => coded(code, scheme, latin),
        (_code, chinese) => unit('', chinese, ''),
      ),
    );
    expect(facts).toMatchObject({
      events: [{ values: { MeanCTDIvol: { quantity: { value: 8.1 }, rawUnit: '毫戈瑞', standardSpelling: false } } }],
    });
    expect(damage.map(({ code }) => code)).toEqual(['unit-spelling', 'unit-spelling', 'unit-spelling']);
  });
});
