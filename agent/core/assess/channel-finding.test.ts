import { defaultRuleSet, defaultRuleSetSha256, ruleCatalogue } from '@center/checks';
import { type EvidenceChannel, evidenceChannels, instant, must, parseCalendarDate } from '@center/contract';
import { describe, expect, it } from 'vitest';
import type { AssessContext } from './assess-study.ts';
import { assessChannels, channelStates } from './channel-finding.ts';

const start = must(parseCalendarDate('2026-01-01'));
const late = must(parseCalendarDate('2026-02-01'));
const ruleSet = { manifest: defaultRuleSet, sha256: defaultRuleSetSha256 };
const digest = (): string => 'd'.repeat(64);

function judged(
  working: readonly EvidenceChannel[],
  asOf: typeof start,
  held: Readonly<Record<string, number>>,
): ReturnType<typeof assessChannels> {
  const context: AssessContext = {
    supervisionStart: start,
    channels: channelStates(new Set(working), start, asOf),
    judgedAt: instant(1_770_000_000_000),
    digest,
    hmac: digest,
  };
  return assessChannels(new Map(Object.entries(held)), 'demo', ruleSet, context, asOf);
}

describe('a channel of evidence', () => {
  it('works from the first day where nothing has to be set up, waits for thirty days elsewhere, and is overdue then', () => {
    const states = channelStates(new Set(['device-register']), start, must(parseCalendarDate('2026-01-31')));
    expect([...states.keys()]).toEqual(evidenceChannels);
    expect(states.get('headers')).toBe('working');
    expect(states.get('review')).toBe('working');
    expect(states.get('device-register')).toBe('working');
    expect(states.get('staff-register')).toBe('waiting');
    expect(channelStates(new Set(), start, late).get('staff-register')).toBe('overdue');
  });

  it('that nobody uses is one finding of the clause, however many studies lack its evidence', () => {
    const found = judged([], late, { 'report-present': 4000, 'operators-present': 0 });
    expect(found.map(({ ruleId, subject }) => [ruleId, subject])).toEqual([
      ['report-present', { kind: 'facility', key: 'demo/report-present' }],
    ]);
    expect(found[0]?.verdict).toMatchObject({ kind: 'indeterminate', reason: 'evidence-missing' });
  });

  it('says nothing while the center is new, and conforms when it has begun to work', () => {
    expect(judged([], start, { 'report-present': 4 })).toEqual([]);
    const working = judged(['report-source'], late, { 'report-present': 4 });
    expect(working.find(({ ruleId }) => String(ruleId) === 'report-present')?.verdict).toMatchObject({
      kind: 'conforms',
    });
  });

  it('is named to a person in both languages', () => {
    const held = Object.fromEntries(ruleCatalogue.map(({ id }) => [id, 1]));
    const notes = judged([], late, held).flatMap(({ verdict }) => ('note' in verdict ? [verdict.note ?? ''] : []));
    expect(notes.length).toBeGreaterThan(10);
    for (const note of notes) expect(note).toMatch(/证据渠道“\p{Script=Han}+”从未启用。 \/ .*\([a-z ]+\)/u);
  });
});
