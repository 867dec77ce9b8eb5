import {
  type Finding,
  type IndeterminateReason,
  instant,
  type Judgement,
  must,
  parseCalendarDate,
  parseClauseId,
  parseFindingId,
  parseRuleId,
  parseSha256,
  type ReviewDecision,
  type Verdict,
} from '@center/contract';
import { describe, expect, it } from 'vitest';
import { findingAfter, findingDecided, opensFinding } from './finding-life.ts';

const hash = (letter: string) => must(parseSha256(letter.repeat(64)));
const id = must(parseFindingId('f'.repeat(64)));
const at = (n: number) => instant(1_700_000_000_000 + n);
const deviates: Verdict = { kind: 'deviates', basis: 'measured', observed: [{ fact: 'PatientSex', value: 'F' }] };
const conforms: Verdict = { kind: 'conforms', basis: 'measured', observed: [] };
const attested: Verdict = { kind: 'conforms', basis: 'attested', observed: [] };
const waits = (reason: IndeterminateReason): Verdict => ({ kind: 'indeterminate', reason, observed: [], missing: [] });

function judged(verdict: Verdict, change: Partial<Judgement> = {}): Judgement {
  return {
    ruleId: must(parseRuleId('real-name-present')),
    ruleVersion: 1,
    clause: must(parseClauseId('MIDC-2.2c')),
    severity: 'critical',
    subject: { kind: 'study', key: '1.2.3' },
    verdict,
    informational: false,
    ruleSetSha256: hash('a'),
    factSha256: hash('b'),
    subjectDate: must(parseCalendarDate('2026-01-02')),
    judgedAt: at(0),
    ...change,
  };
}

function opened(verdict: Verdict = deviates): Finding {
  const finding = findingAfter(undefined, judged(verdict), id, at(1));
  if (finding === undefined) throw new Error('expected a finding');
  return finding;
}

describe('opening', () => {
  it.each<[string, Verdict, boolean]>([
    ['a deviation', deviates, true],
    ['missing evidence', waits('evidence-missing'), true],
    ['unreadable evidence', waits('evidence-unreadable'), true],
    ['an unknown unit', waits('unit-unknown'), true],
    ['a decision that waits', waits('awaiting-review'), true],
    ['a faulty rule', waits('rule-fault'), true],
    ['a check that has not run', waits('not-yet-run'), false],
    ['a silent source', waits('source-silent'), false],
    ['conformity', conforms, false],
    ['a rule that does not apply', { kind: 'notApplicable', because: { fact: 'PatientSex', value: 'M' } }, false],
  ])('%s', (_name, verdict, opens) => {
    expect(opensFinding(judged(verdict))).toBe(opens);
    expect(findingAfter(undefined, judged(verdict), id, at(1)) !== undefined).toBe(opens);
  });

  it('never for information only, and never study by study while the channel is not in use', () => {
    expect(opensFinding(judged(deviates, { informational: true }))).toBe(false);
    expect(opensFinding(judged(waits('evidence-missing'), { heldBy: 'consent-register' }))).toBe(false);
  });
});

describe('a later run', () => {
  it('that says the same writes nothing', () => {
    expect(findingAfter(opened(), judged(deviates), id, at(2))).toBeUndefined();
  });

  it('with other facts is a revision, not a new opening', () => {
    expect(findingAfter(opened(), judged(deviates, { factSha256: hash('c') }), id, at(2))).toMatchObject({
      revision: 2,
      state: 'open',
      timesOpened: 1,
      openedAt: at(1),
    });
  });

  it('that conforms by measurement closes it', () => {
    expect(findingAfter(opened(), judged(conforms), id, at(2))).toMatchObject({
      state: 'closed',
      revision: 2,
      verdict: { kind: 'conforms' },
    });
  });

  it('that conforms by a person’s word stays open until a second person accepts', () => {
    const shown = findingAfter(opened(), judged(attested), id, at(2));
    expect(shown).toMatchObject({ state: 'open', verdict: { kind: 'conforms', basis: 'attested' } });
    if (shown === undefined) throw new Error('expected a revision');
    expect(findingAfter(shown, judged(attested), id, at(3))).toBeUndefined();
    expect(findingAfter(shown, judged(attested), id, at(3), true)).toMatchObject({ state: 'closed' });
  });

  it('that deviates again re-opens and counts', () => {
    const closed = findingAfter(opened(), judged(conforms), id, at(2));
    expect(findingAfter(closed, judged(deviates), id, at(3))).toMatchObject({
      state: 'open',
      timesOpened: 2,
      openedAt: at(3),
    });
  });

  it.each(['not-yet-run', 'source-silent'] as const)('that is %s changes nothing', (reason) => {
    expect(findingAfter(opened(), judged(waits(reason)), id, at(2))).toBeUndefined();
  });
});

describe('a person’s decision', () => {
  const decision = (kind: ReviewDecision['decision'], secondPerson = false): ReviewDecision => ({
    ruleId: 'real-name-present',
    decision: kind,
    reason: 'looked at the request form',
    decidedAt: at(5),
    secondPerson,
  });

  it('confirms at once', () => {
    expect(findingDecided(opened(), decision('confirmed'), at(5))).toMatchObject({ state: 'confirmed', revision: 2 });
  });

  it('dismisses a critical finding only with a second person', () => {
    expect(findingDecided(opened(), decision('dismissed'), at(5))).toBeUndefined();
    expect(findingDecided(opened(), decision('dismissed', true), at(5))).toMatchObject({ state: 'dismissed' });
  });

  it('a dismissed finding stays so while the facts are the dismissed ones, and re-opens on new ones', () => {
    const dismissed = findingDecided(opened(), decision('dismissed', true), at(5));
    expect(findingAfter(dismissed, judged(deviates), id, at(6))).toBeUndefined();
    expect(findingAfter(dismissed, judged(deviates, { factSha256: hash('d') }), id, at(6))).toMatchObject({
      state: 'open',
      timesOpened: 2,
    });
  });

  it('accepts attested evidence only on a finding that conforms by now', () => {
    expect(findingDecided(opened(), decision('accepted', true), at(5))).toBeUndefined();
    const shown = findingAfter(opened(), judged(attested), id, at(2));
    if (shown === undefined) throw new Error('expected a revision');
    expect(findingDecided(shown, decision('accepted'), at(5))).toBeUndefined();
    expect(findingDecided(shown, decision('accepted', true), at(5))).toMatchObject({ state: 'closed' });
  });
});
