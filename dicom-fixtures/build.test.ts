import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completedYears, must, parseCalendarDate } from '@center/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCenter } from './build.ts';
import { caseDefinitions, makeCase } from './cases/case-study.ts';
import { expectationsOf } from './center/expectations.ts';
import { yearStudy } from './center/year.ts';
import { type FixtureManifest, findingsOf } from './manifest.ts';
import { informationalRules, judgedRules, registerlessRules } from './rules-judged.ts';

const until = must(parseCalendarDate('2026-11-25'));
const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** One digest over every file's path and bytes. */
function digestOf(out: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted())
    hash.update(path.slice(out.length)).update(readFileSync(path));
  return hash.digest('hex');
}

let manifest: FixtureManifest;
beforeAll(async () => {
  manifest = await buildCenter({ out: join(folder, 'a'), seed: 's', until, studies: 60, cases: true });
});

describe('an archive', () => {
  it('is the same bytes for the same seed and day, and others for another seed', async () => {
    await buildCenter({ out: join(folder, 'b'), seed: 's', until, studies: 60, cases: true });
    await buildCenter({ out: join(folder, 'c'), seed: 't', until, studies: 60, cases: true });
    expect(digestOf(join(folder, 'b'))).toBe(digestOf(join(folder, 'a')));
    expect(digestOf(join(folder, 'c'))).not.toBe(digestOf(join(folder, 'a')));
  });

  it('holds every file of its manifest and no other', () => {
    const named = [...manifest.baseline, ...manifest.cases]
      .flatMap(({ files }) => files)
      .concat(manifest.unreadable.map(({ file }) => file));
    const found = readdirSync(join(folder, 'a'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(found.length).toBe(named.length + 1);
    expect(new Set(named).size).toBe(named.length);
  });

  it('writes the manifest that it returns', () => {
    expect(JSON.parse(readFileSync(join(folder, 'a', 'manifest.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(manifest)),
    );
  });

  it('keeps every study in the year before the day, and begins supervision with the earliest of all', () => {
    for (const { files } of manifest.baseline) {
      const date = (files[0] ?? '').slice(0, 10).replaceAll('/', '-');
      expect(date >= '2025-11-25' && date < '2026-11-25', date).toBe(true);
    }
    expect(manifest.supervisionStart < '2016-01-01').toBe(true);
  });

  it('opens no finding in the ordinary year', () => {
    expect(manifest.baseline.flatMap(({ findings }) => findings)).toEqual([]);
  });
});

/** The verdicts that each rule can come to from files, records and cards. */
const possible: Readonly<Record<string, readonly string[]>> = {
  'real-name-present': [
    'conforms measured',
    'conforms attested',
    'deviates measured',
    'evidence-unreadable',
    'awaiting-review',
    'notApplicable',
  ],
  'identity-number-check-digit': ['conforms measured', 'deviates measured', 'evidence-unreadable', 'notApplicable'],
  'identity-number-birth-date': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'identity-number-sex': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'age-sources-agree': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'pregnancy-asked': [
    'conforms measured',
    'conforms attested',
    'evidence-missing',
    'awaiting-review',
    'not-yet-run',
    'notApplicable',
  ],
  'pregnancy-weeks-8-15': [
    'conforms measured',
    'conforms attested',
    'deviates measured',
    'evidence-missing',
    'awaiting-review',
    'notApplicable',
  ],
  'pregnancy-harm-explained': [
    'conforms attested',
    'deviates attested',
    'evidence-missing',
    'awaiting-review',
    'not-yet-run',
    'notApplicable',
  ],
  'pregnancy-consent': [
    'conforms attested',
    'deviates attested',
    'evidence-missing',
    'awaiting-review',
    'not-yet-run',
    'notApplicable',
  ],
  'scope-no-fetal-xray': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'scope-no-radiotherapy': ['conforms measured', 'deviates measured', 'awaiting-review', 'notApplicable'],
  'scope-no-intervention': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'dose-record-present': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'ct-dose-alert-review': [
    'conforms measured',
    'conforms attested',
    'deviates measured',
    'evidence-missing',
    'unit-unknown',
    'awaiting-review',
    'notApplicable',
  ],
  'dose-units-known': ['conforms measured', 'unit-unknown', 'notApplicable'],
  'dose-units-conform': ['conforms measured', 'deviates measured', 'unit-unknown', 'notApplicable'],
  'dose-total-is-sum': ['conforms measured', 'deviates measured', 'evidence-missing', 'unit-unknown', 'notApplicable'],
  'dose-values-plausible': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'unit-unknown',
    'awaiting-review',
    'notApplicable',
  ],
  'dose-source-automatic': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'deviation-index-agrees': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'ctdi-phantom-known': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'evidence-missing',
    'awaiting-review',
    'notApplicable',
  ],
  'dose-check-configured': ['conforms measured', 'deviates measured', 'evidence-missing', 'notApplicable'],
  'repeat-exposure-review': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'chest-fluoroscopy-review': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'child-chest-review': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'infant-protection': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'evidence-missing',
    'awaiting-review',
    'notApplicable',
  ],
  'protocol-drift': ['evidence-missing', 'notApplicable'],
  'device-known': ['conforms measured', 'deviates measured', 'evidence-missing', 'awaiting-review', 'notApplicable'],
  'study-origin': ['conforms measured', 'conforms attested', 'awaiting-review'],
  'completed-exam-archived': ['conforms measured', 'deviates measured', 'not-yet-run', 'notApplicable'],
  'object-readable': ['conforms measured', 'evidence-unreadable'],
  'contrast-consent': ['evidence-missing', 'not-yet-run', 'notApplicable'],
  'contrast-trained-staff': ['evidence-missing', 'notApplicable'],
  'discontinued-step-recorded': ['conforms measured', 'evidence-missing', 'notApplicable'],
  'report-present': ['conforms measured', 'evidence-missing', 'not-yet-run', 'notApplicable'],
  'report-verified': ['conforms measured', 'evidence-missing', 'not-yet-run', 'notApplicable'],
  'report-not-before-images': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'awaiting-review',
    'notApplicable',
  ],
  'report-signer-named': ['conforms measured', 'evidence-missing', 'notApplicable'],
  'operators-present': ['conforms measured', 'evidence-missing', 'notApplicable'],
  'calibration-in-plan': [
    'conforms measured',
    'conforms attested',
    'deviates attested',
    'evidence-missing',
    'awaiting-review',
    'notApplicable',
  ],
  'pregnancy-data-agree': [
    'conforms measured',
    'conforms attested',
    'deviates measured',
    'deviates attested',
    'evidence-unreadable',
    'awaiting-review',
    'notApplicable',
  ],
  'outreach-protection-recorded': ['evidence-missing', 'notApplicable'],
};

const registerless: ReadonlySet<string> = registerlessRules;

describe('the cases', () => {
  it.each(Object.keys(judgedRules))('reach every possible verdict of %s', (rule) => {
    const reached = [...manifest.baseline, ...manifest.cases].flatMap(({ expected }) =>
      Object.entries(expected)
        .filter(([id]) => id === rule)
        .map(([, { kind, reason, basis }]) => reason ?? [kind, basis].filter(Boolean).join(' ')),
    );
    expect([...new Set(reached)].toSorted()).toEqual((possible[rule] ?? []).toSorted());
  });

  it('have names of their own and differ from the conforming study in one rule, or say why in more', () => {
    expect(new Set(caseDefinitions.map(({ name }) => name)).size).toBe(caseDefinitions.length);
    for (const { name, rule, findings, also } of manifest.cases) {
      const others = findings.filter((id) => id !== rule);
      expect(others.length === 0 || also !== undefined, `${name}: ${others.join(' ')}`).toBe(true);
    }
  });

  it('say "none" exactly where no finding may open', () => {
    for (const definition of caseDefinitions) {
      const { expected } = makeCase(definition, 's', until);
      const informational = informationalRules.has(definition.rule) || definition.rule === 'object-readable';
      const waits = Object.entries(definition.expected).some(
        ([rule, { reason }]) => reason === 'not-yet-run' || (registerless.has(rule) && reason === 'evidence-missing'),
      );
      if (!informational && !waits)
        expect(findingsOf(expected).length === 0, definition.name).toBe(definition.fault.startsWith('none'));
    }
  });
});

describe('a year of 4000 studies', () => {
  const plans = Array.from({ length: 4000 }, (_, index) => yearStudy('s', until, index, 4000, 3));

  it('sees children of every band, women of child-bearing age and pregnant women inside and outside of the window', () => {
    const years = plans.map(({ plan }) => completedYears(plan.person.birthDate, plan.date));
    for (const [low, high] of [
      [0, 0],
      [1, 4],
      [5, 9],
      [10, 14],
      [15, 17],
      [18, 120],
    ] as const) {
      expect(years.filter((age) => age >= low && age <= high).length, `${low}–${high}`).toBeGreaterThan(20);
    }
    const weeks = plans.map(({ plan }) => plan.pregnancy).filter((told) => told?.PregnancyStatus === 3);
    expect(weeks.length).toBeGreaterThan(10);
    expect(plans.filter(({ records }) => records.specialNeed !== undefined).length).toBeGreaterThan(0);
    expect(plans.filter(({ records }) => records.inquiry !== undefined).length).toBeGreaterThan(20);
  });

  it('uses every device, every examination and every place of an identity number', () => {
    expect(new Set(plans.map(({ plan }) => plan.device.key)).size).toBe(10);
    expect(new Set(plans.map(({ plan }) => plan.exam.key)).size).toBe(17);
    expect(new Set(plans.map(({ plan }) => plan.person.identityIn)).size).toBe(3);
  });

  it('is conforming throughout', () => {
    expect(plans.flatMap(({ plan, records }) => findingsOf(expectationsOf(plan, records, until)))).toEqual([]);
  });
});
