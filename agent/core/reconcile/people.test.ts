import { must, parseCalendarDate, type StaffEntry } from '@center/contract';
import { expect, it } from 'vitest';
import { seenPeople } from './people.ts';

const day = (text: string) => must(parseCalendarDate(text));
const entry = (change: Partial<StaffEntry>): StaffEntry => ({
  id: 'a',
  name: '王芳',
  otherNames: ['WANG FANG'],
  post: 'physician',
  licence: { number: '110', imaging: true },
  validFrom: day('2020-01-01'),
  ...change,
});
const seen = (name: string, staff: readonly StaffEntry[]) => {
  const sighting = {
    key: 'k',
    name,
    roles: ['operator'] as const,
    days: 3,
    firstSeen: day('2026-01-01'),
    lastSeen: day('2026-02-01'),
  };
  const [found] = seenPeople([sighting], staff, day('2026-03-01'));
  if (found === undefined) throw new Error('one sighting gives one person');
  return found.facts;
};

it('a name is found by any of its spellings, and stays wrapped', () => {
  for (const name of ['王^芳', 'Wang^Fang', 'Fang Wang=王^芳']) {
    const facts = seen(name, [entry({})]);
    expect(facts).toMatchObject({
      staffInUse: true,
      comparable: true,
      staff: [{ post: 'physician', licence: { imaging: true } }],
    });
    expect(String(facts.name)).not.toContain('王');
    expect(() => JSON.stringify(facts)).toThrow(/identity/);
  }
});

it('two people of one name are both there', () => {
  expect(seen('王^芳', [entry({}), entry({ id: 'b', post: 'nurse' })]).staff.map(({ post }) => post)).toEqual([
    'physician',
    'nurse',
  ]);
});

it('Latin letters cannot be compared with a list that has none', () => {
  expect(seen('Wang^Fang', [entry({ otherNames: [] })])).toMatchObject({ comparable: false, staff: [] });
  expect(seen('Li^Na', [entry({})])).toMatchObject({ comparable: true, staff: [] });
});

it('no list is no list', () => {
  expect(seen('王^芳', [])).toMatchObject({ staffInUse: false, comparable: false, staff: [] });
});
