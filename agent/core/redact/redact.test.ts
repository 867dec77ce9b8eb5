import {
  type Finding,
  FindingItem,
  instant,
  mGy,
  must,
  parseClauseId,
  parseFindingId,
  parsePseudonym,
  parseRuleId,
  parseSha256,
  patientAttribute,
  quantity,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { redactFinding } from './index.ts';

const finding: Finding = {
  id: must(parseFindingId('f'.repeat(64))),
  revision: 3,
  ruleId: must(parseRuleId('real-name-present')),
  ruleVersion: 1,
  clause: must(parseClauseId('MIDC-2.2c')),
  severity: 'critical',
  subject: { kind: 'study', key: '1.2.840.1' },
  state: 'open',
  verdict: { kind: 'indeterminate', reason: 'evidence-missing', observed: [], missing: ['PregnancyStatus'] },
  openedAt: instant(1_700_000_000_000),
  changedAt: instant(1_700_000_001_000),
  timesOpened: 1,
  ruleSetSha256: must(parseSha256('a'.repeat(64))),
  factSha256: must(parseSha256('b'.repeat(64))),
  evidence: [
    { fact: 'PatientName', value: patientAttribute('张伟') },
    { fact: 'StudyDescription', value: '张伟 胸部CT' },
    { fact: 'Modality', value: 'CT' },
    { fact: 'MeanCTDIvol', value: mGy(12.5) },
    { fact: 'count', value: 4 },
  ],
};

describe('what leaves the center', () => {
  const item = redactFinding(finding, must(parsePseudonym('c'.repeat(64))), {
    date: '2026-01-02',
    modalities: ['CT'],
    sex: 'F',
    ageBand: 'adult',
  });

  it('is a valid wire item without a patient attribute, and names what was masked', () => {
    expect(Compile(FindingItem).Check(item)).toBe(true);
    expect(item.masked).toEqual(['PatientName', 'StudyDescription']);
    expect(item.evidence).toEqual([
      { fact: 'Modality', value: 'CT' },
      { fact: 'MeanCTDIvol', value: { value: 12.5, unit: 'mGy' } },
      { fact: 'count', value: 4 },
    ]);
  });

  it('tells what was measured to nine digits, for more could be taken for a number of a person', () => {
    const evidence = [{ fact: 'MeanCTDIvol', value: mGy(0.056313623555999615) }];
    const pseudonym = must(parsePseudonym('c'.repeat(64)));
    expect(redactFinding({ ...finding, evidence }, pseudonym, undefined).evidence).toEqual([
      { fact: 'MeanCTDIvol', value: { value: 0.0563136236, unit: 'mGy' } },
    ]);
  });

  it('names the class and the figures of the exam, in the units of their measures', () => {
    const told = redactFinding(finding, must(parsePseudonym('c'.repeat(64))), {
      date: '2026-01-02',
      modalities: ['CT'],
      sex: 'F',
      examClass: 'chest',
      dose: [{ measure: 'DLP', value: 312.1234567891, source: 'rdsr' }],
    });
    expect(Compile(FindingItem).Check(told)).toBe(true);
    expect(told.study).toMatchObject({
      examClass: 'chest',
      dose: [{ measure: 'DLP', value: 312.123457, unit: 'mGy.cm', source: 'rdsr' }],
    });
  });

  it('holds neither the name nor the study’s own UID', () => {
    const text = JSON.stringify(item);
    expect(text).not.toContain('张伟');
    expect(text).not.toContain('1.2.840.1');
    expect(text).toContain('c'.repeat(64));
  });

  it('lets a fact leave only in the form that it has when it is not somebody’s name', () => {
    const told = (fact: string, value: string): boolean =>
      redactFinding({ ...finding, evidence: [{ fact, value }] }, must(parsePseudonym('c'.repeat(64))), undefined)
        .evidence.length === 1;
    for (const fact of [
      'Modality',
      'modalities',
      'BodyPartExamined',
      'SOPClassUID',
      'StudyDescription',
      'signedOn',
      'object',
      'OperatorsName',
      'NameOfPhysiciansReadingStudy',
      'VerificationFlag',
      'discontinuationReason',
      'discontinuationMeaning',
      'DateOfLastCalibration',
      'deviceCard.name',
    ])
      expect([fact, told(fact, '张伟 ZHANG WEI^')]).toEqual([fact, false]);
    expect(told('modalities', 'CT SR')).toBe(true);
    expect(told('SOPClassUID', '1.2.840.10008.5.1.4.1.1.2')).toBe(true);
    expect(told('SOPClassUID', '1.2.840.113619.2.5')).toBe(false);
    expect(told('PatientName', 'absent')).toBe(true);
    expect(told('PatientID', '00042')).toBe(false);
    expect(told('OperatorsName', 'all')).toBe(true);
    expect(told('VerificationFlag', 'absent UNVERIFIED')).toBe(true);
    expect(told('discontinuationReason', '110503|DCM')).toBe(true);
    expect(told('DateOfLastCalibration', '2026-01-02')).toBe(true);
    expect(told('deviceCard.name', '体检车 移动')).toBe(true);
    // A rule says which of our terms it found; the text around them stays.
    expect(told('StudyDescription', 'CT引导 穿刺')).toBe(true);
    expect(told('StudyDescription', 'CT引导 穿刺 张伟')).toBe(false);
  });

  it('tells the week of conception and not the day of the last menstruation', () => {
    const days = quantity(98, 'd');
    const evidence = [
      { fact: 'LastMenstrualDate', value: days },
      { fact: 'daysFromMenstruation', value: days },
      { fact: 'conceptionWeek', value: quantity(12, 'wk') },
    ];
    const item_ = redactFinding({ ...finding, evidence }, must(parsePseudonym('c'.repeat(64))), undefined);
    expect(item_.evidence).toEqual([{ fact: 'conceptionWeek', value: { value: 12, unit: 'wk' } }]);
    expect(item_.masked).toEqual(['LastMenstrualDate', 'daysFromMenstruation']);
  });

  it('tells a modality that is no code string as another one', () => {
    const study = { date: '2026-01-02', modalities: ['CT', '张伟', 'Zhang Wei'], sex: 'F' } as const;
    const item_ = redactFinding(finding, must(parsePseudonym('c'.repeat(64))), study);
    expect(item_.study?.modalities).toEqual(['CT', 'OT']);
  });

  it('tells what the archive answered, and of the center’s people their roles and no name', () => {
    const evidence = [
      { fact: 'staffName', value: patientAttribute('王^芳') },
      { fact: 'roles', value: 'operator report-signer' },
      { fact: 'daysSeen', value: 12 },
      { fact: 'retentionState', value: 'lost' },
      { fact: 'reachesYoung', value: '2027-02-01' },
      { fact: 'missingSince', value: '2026-05-01' },
      { fact: 'permitNumber', value: '京放001' },
    ];
    const item_ = redactFinding({ ...finding, evidence }, must(parsePseudonym('c'.repeat(64))), undefined);
    expect(item_.evidence.map(({ fact }) => fact)).toEqual([
      'roles',
      'daysSeen',
      'retentionState',
      'reachesYoung',
      'missingSince',
    ]);
    expect(item_.masked).toEqual(['staffName', 'permitNumber']);
    const told = (fact: string, value: string): boolean =>
      redactFinding({ ...finding, evidence: [{ fact, value }] }, must(parsePseudonym('c'.repeat(64))), undefined)
        .evidence.length === 1;
    for (const fact of ['roles', 'missingSince', 'InstanceAvailability', 'reachesYoung', 'staffName', 'month'])
      expect([fact, told(fact, '王芳 WANG')]).toEqual([fact, false]);
  });

  it('tells of devices, power and rooms words of ours, short names and days, and nothing else under their names', () => {
    const evidence = [
      { fact: 'equipmentId', value: 'ct-1' },
      { fact: 'uptimeDefinition', value: 'uptime-def/1' },
      { fact: 'availability', value: quantity(94.99, '%') },
      { fact: 'against', value: 'shared-load' },
      { fact: 'batteryDate', value: 'absent' },
      { fact: 'lastMaintenance', value: '2026-05-01' },
      { fact: 'remark', value: '张伟检查时停机' },
    ];
    const item_ = redactFinding({ ...finding, evidence }, must(parsePseudonym('c'.repeat(64))), undefined);
    expect(Compile(FindingItem).Check(item_)).toBe(true);
    expect(item_.evidence).toHaveLength(6);
    expect(item_.masked).toEqual(['remark']);
    const told = (fact: string): boolean =>
      redactFinding(
        { ...finding, evidence: [{ fact, value: '张伟 ZHANG' }] },
        must(parsePseudonym('c'.repeat(64))),
        undefined,
      ).evidence.length === 1;
    for (const fact of [
      'equipmentId',
      'downSince',
      'lastMissing',
      'lastMaintenance',
      'dueOn',
      'batteryDate',
      'selfTestOn',
      'certificateValidTo',
      'smokeTestedOn',
      'fireInspectedOn',
      'outsideSince',
    ])
      expect([fact, told(fact)]).toEqual([fact, false]);
  });
});
