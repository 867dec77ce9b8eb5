import { describe, expect, it } from 'vitest';
import { noticeKinds } from '../../core/notices/index.ts';
import { noticeWords } from './words.ts';

/** What the watch gives; without a name nothing may read as if a word were missing. */
const given = {
  name: 'CT-1',
  because: 'probe-down',
  by: '2026-06-01 10:00',
  event: 'bypass',
  onBattery: 1,
  sensors: 'x',
  cause: 'died',
  stepMs: -90_000,
  count: 3,
  date: '2026-06-01',
  coversTo: '2026-12-31',
  mount: '/data',
};

describe.each(['zh', 'en'] as const)('%s', (language) => {
  const words = noticeWords[language];
  it.each(noticeKinds)('%s is a whole sentence', (kind) => {
    const sentence = words.kind[kind](given);
    expect(sentence.length).toBeGreaterThan(5);
    expect(sentence).not.toMatch(/undefined|NaN|（）|\(\)/);
  });
  it.each([
    'low-battery',
    'forced-shutdown',
    'bypass',
    'off',
    'overload',
    'replace-battery',
    'alarm',
    'self-test',
    'temperature-warning',
    'temperature-alarm',
    'temperature-rise',
    'humidity-warning',
    'humidity-alarm',
  ])('the event %s has a word', (event) => {
    expect(words.event).toHaveProperty(event);
  });
  it.each([
    'stopped',
    'died',
    'stalled',
    'suspended',
    'host-restart',
    'host-power-loss',
    'clock-forward',
    'clock-back',
  ])('the cause %s has a word', (cause) => {
    expect(words.cause).toHaveProperty(cause);
  });
});
