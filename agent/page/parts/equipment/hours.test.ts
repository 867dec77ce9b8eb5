import { describe, expect, it } from 'vitest';
import { hoursOf, hoursText } from './hours.ts';

describe('opening hours as people write them', () => {
  it('reads one span, several, none, and the wide signs of a Chinese keyboard', () => {
    expect(hoursOf('08:00-17:00')).toEqual([{ from: '08:00', to: '17:00' }]);
    expect(hoursOf('08:00-12:00, 14:00 - 18:00')).toEqual([
      { from: '08:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ]);
    expect(hoursOf('8:00-12:00')).toEqual([{ from: '08:00', to: '12:00' }]);
    expect(hoursOf('08：00－12：00，14：00至24:00')).toEqual([
      { from: '08:00', to: '12:00' },
      { from: '14:00', to: '24:00' },
    ]);
    expect(hoursOf('20:00-06:00')).toEqual([{ from: '20:00', to: '06:00' }]);
    expect(hoursOf('  ')).toEqual([]);
  });

  it('takes nothing for a span that is none', () => {
    for (const text of ['8-17', '08:00', '08:00-25:00', '24:00-08:00', '08:00-12:00-14:00', '08:60-09:00', 'closed'])
      expect(hoursOf(text), text).toBeUndefined();
  });

  it('writes what it reads', () => {
    for (const text of ['', '08:00-17:00', '08:00-12:00, 14:00-24:00'])
      expect(hoursText(hoursOf(text) ?? [])).toBe(text);
  });
});
