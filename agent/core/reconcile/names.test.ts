import { describe, expect, it } from 'vitest';
import { nameForms, personKeyText, sameName } from './names.ts';

const same = (a: string, b: string): boolean => sameName(nameForms(a), nameForms(b));

describe('names of the center’s people', () => {
  it.each([
    ['groups and separators', 'Wang^Fang=王^芳', '王芳'],
    ['blanks, width and case', 'ｗａｎｇ  fang', 'WANG^FANG'],
    ['given name first', 'Fang Wang', 'Wang^Fang'],
    ['syllables apart', 'Li^Xiao Ming', 'LI^XIAOMING'],
    ['letters with marks', 'Müller^Jörg', 'muller^jorg'],
    ['a title is no part of the name', 'Wang^Fang^^Dr^MD', 'Wang Fang'],
    ['the ideographic group alone', '=王^芳', '王 芳'],
  ])('%s are the same', (_title, a, b) => {
    expect(same(a, b)).toBe(true);
  });
  it.each([
    ['another given name', '王^芳', '王^方'],
    ['letters in another order are another name', 'Wang^Fang', 'Gnaw^Gnaf'],
    ['pinyin is not guessed', '王^芳', 'Wang^Fang'],
    ['nobody', '^^=', '王^芳'],
  ])('%s', (_title, a, b) => {
    expect(same(a, b)).toBe(false);
  });
  it('have one key text for all spellings, and none for nobody', () => {
    expect(personKeyText('Fang Wang')).toBe(personKeyText('WANG^FANG'));
    expect(personKeyText('王^芳')).toBe('王芳|');
    expect(personKeyText(' ^^= ')).toBeUndefined();
    expect(personKeyText('12345')).toBeUndefined();
  });
});
