import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PatientAttribute, type Verdict } from '@center/contract';
import { clauseById } from '@center/register';
import { describe, expect, test } from 'vitest';
import { ruleCatalogue } from './catalogue.ts';
import { defaultRuleSet, defaultRuleSetSha256, ruleSetBytes } from './default-rule-set.ts';
import { judgeStudy } from './evaluate.ts';
import { ruleFingerprints } from './fingerprints.ts';
import { idOfMan, name, patient, pregnantWoman, studyFacts, tableFaults, withNumber, woman } from './testing/index.ts';

const clauseFolder = fileURLToPath(new URL('clauses/', import.meta.url));
/** Files of rules and of what they share, by name without ending: one folder a body of law. */
const clauseFiles: ReadonlyMap<string, string> = new Map(
  readdirSync(clauseFolder).flatMap((law) =>
    readdirSync(`${clauseFolder}${law}`)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file): [string, string] => [file.replace('.ts', ''), `${clauseFolder}${law}/${file}`]),
  ),
);
const fileOf = (id: string): string => clauseFiles.get(id) ?? `${clauseFolder}${id}.ts`;
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const camel = (id: string): string =>
  id.replace('weeks-8-15', 'weeks-8-to-15').replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** The rule's file and the predicates and clause modules that it stands on, each once. How a verdict is put together is no part of what the rule says. */
function sourceOf(file: string, seen: Set<string> = new Set()): string {
  if (seen.has(file) || file.endsWith('/verdicts.ts')) return '';
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const imports = [...source.matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
    fileURLToPath(new URL(path ?? '', pathToFileURL(file))),
  );
  return (
    source +
    imports
      .filter((path) => /\/(predicates|clauses)\//.test(path))
      .map((path) => sourceOf(path, seen))
      .join('')
  );
}

describe('every rule', () => {
  test('has an id of its own, and the folder holds no rule that the catalogue lacks', () => {
    const ids = ruleCatalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rules = [...clauseFiles].filter(([, file]) => readFileSync(file, 'utf8').match(/define\w*Rule\(\{/) !== null);
    expect(rules.map(([id]) => id).toSorted()).toEqual([...ids].toSorted());
  });

  test.for(ruleCatalogue.map((rule) => [rule.id, rule] as const))('%s', ([, rule]) => {
    const clause = clauseById(rule.clause);
    expect(clause, `clause ${rule.clause} is in the register`).toBeDefined();
    // An order to stop is the authority's act; that it is obeyed is the center's matter, and aggravates.
    const whose = ['center', 'staff', 'device', ...(rule.clause === 'MIDC-5.2.3' ? ['authority'] : [])];
    expect(whose, 'the clause is a duty of the center').toContain(clause?.who);
    expect(['auto', 'semi']).toContain(clause?.softwareCheckable);
    for (const bilingual of [rule.title, rule.whatToDo, rule.cannotTell]) {
      expect(bilingual.zh).toMatch(/\p{Script=Han}/u);
      expect(bilingual.en).toMatch(/[a-z]{3}/);
    }
    for (const [parameter, { value, unit, source }] of Object.entries(rule.parameters)) {
      // The bounds of the wire, so that a signed rule set never meets them first.
      expect(parameter).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
      expect((unit ?? '').length).toBeLessThanOrEqual(20);
      expect(source.text.trim(), `${parameter} names its source`).not.toBe('');
      expect(source.text.length).toBeLessThanOrEqual(300);
      if (typeof value === 'number') expect(unit, `${parameter} has a unit`).toBeDefined();
    }
    expect(Object.keys(rule.wider), 'a rule judges one kind of facts').toEqual(
      rule.reach === 'study' ? [] : [rule.reach],
    );
    if (rule.reach === 'study') expect(rule.usesFacts.length).toBeGreaterThan(0);
    if (rule.fourEyes) expect(rule.reviewable).toBe(true);
  });

  test.for(ruleCatalogue.map(({ id }) => id))('%s has its table of four verdicts and its proposal beside it', (id) => {
    const table = fileOf(id).replace(/\.ts$/, '.test.ts');
    expect(existsSync(table), 'a test beside the rule').toBe(true);
    expect(readFileSync(table, 'utf8')).toMatch(new RegExp(`test\\w*Rule\\(\\s*${camel(id)},\\s*\\{\\}`));
    const head = readFileSync(fileOf(id), 'utf8').split('import ')[0] ?? '';
    for (const line of ['clause', 'sentence', 'applies to', 'facts needed', 'verdict table', 'cannot tell'])
      expect(head).toMatch(new RegExp(`^// ${line} `, 'm'));
  });
});

test('a table without rows for a verdict is a fault unless it says why; rows beside a reason are one too', () => {
  const nothing = { conforms: [], deviates: [], indeterminate: [], notApplicable: [] };
  expect(tableFaults(nothing)).toHaveLength(4);
  expect(
    tableFaults(nothing, { cannotOccur: { conforms: 'a', deviates: 'b', indeterminate: 'c', notApplicable: ' ' } }),
  ).toEqual(['no row for notApplicable, and no reason why it cannot occur']);
  expect(
    tableFaults(
      { ...nothing, conforms: [['x', studyFacts()]] },
      { cannotOccur: { conforms: 'a', deviates: 'b', indeterminate: 'c', notApplicable: 'd' } },
    ),
  ).toEqual(['rows for conforms, which is said not to occur']);
});

describe('versions', () => {
  test.for(ruleCatalogue.map((rule) => [rule.id, rule] as const))(
    '%s: an edited rule has a raised version',
    ([id, rule]) => {
      const history = ruleFingerprints[id] ?? [];
      expect(
        history.map(({ version }) => version),
        'every version once, from 1 on',
      ).toEqual(history.map((_entry, i) => i + 1));
      const latest = history.at(-1);
      expect(
        { version: rule.version, sha256: sha256(sourceOf(fileOf(id))) },
        'raise `version` in the rule and add a line to fingerprints.ts',
      ).toEqual(latest);
      expect(new Set(history.map((entry) => entry.sha256)).size).toBe(history.length);
    },
  );
  test('the table holds no rule that is gone', () => {
    expect(Object.keys(ruleFingerprints).toSorted()).toEqual(ruleCatalogue.map(({ id }) => id as string).toSorted());
  });
});

describe('the default rule set', () => {
  test('has the pinned hash', () => {
    expect(sha256(ruleSetBytes(defaultRuleSet))).toBe(defaultRuleSetSha256);
  });
  test('survives the wire unchanged', () => {
    const there: unknown = JSON.parse(ruleSetBytes(defaultRuleSet));
    expect(sha256(ruleSetBytes(there as typeof defaultRuleSet))).toBe(defaultRuleSetSha256);
  });
});

describe('identity stays wrapped', () => {
  const secrets = [
    'Zhang',
    '张',
    'Li^Na',
    '李',
    'Test^Secret',
    idOfMan,
    '110101198503120018',
    'P000123',
    '1985-03-12',
    '1995-06-01',
    'A20260310001',
  ];
  const texts = (verdict: Verdict): readonly string[] => {
    const values = verdict.kind === 'notApplicable' ? [verdict.because] : verdict.observed;
    const note = verdict.kind === 'notApplicable' ? [] : [verdict.note ?? ''];
    const missing = verdict.kind === 'indeterminate' ? verdict.missing : [];
    return [
      ...note,
      ...missing,
      ...values.flatMap(({ fact, value }) => (value instanceof PatientAttribute ? [fact] : [fact, String(value)])),
    ];
  };
  test.for([
    ['a conforming study', studyFacts()],
    ['a placeholder', studyFacts(patient({ PatientName: name('Test^Secret') }))],
    ['a phantom', studyFacts(patient({ PatientName: name('Phantom^Secret') }))],
    ['a number', withNumber(idOfMan)],
    ['a wrong number', withNumber('110101198503120018')],
    ['a woman', woman()],
    ['a pregnant woman', pregnantWoman(90)],
  ] as const)('%s: no verdict spells it out', ([, facts]) => {
    const spelled = judgeStudy(facts, defaultRuleSet).flatMap(({ verdict }) => texts(verdict));
    expect(spelled.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
  });
  test('the evidence itself is there, wrapped', () => {
    const [first] = judgeStudy(studyFacts(patient({ PatientName: name('Test^Secret') })), defaultRuleSet);
    const observed = first?.verdict.kind === 'deviates' ? first.verdict.observed : [];
    const value = observed[0]?.value;
    expect(value instanceof PatientAttribute ? value.reveal() : value).toBe('Test^Secret');
    expect(value).toBeInstanceOf(PatientAttribute);
  });
});
