import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { birthDateIn, checkCharacter, passesCheck, sexIn } from './identity-number.ts';

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 }).map((all) => all.join(''));
const valid = digits.map((body) => `${body}${checkCharacter(body) ?? ''}`);

/** ISO 7064 as it is defined: Σ aᵢ·2^(position−1) ≡ 1 (mod 11), positions counted from the right, X = 10. */
function congruence(number: string): number {
  return [...number].reduce((sum, character) => (sum * 2 + (character === 'X' ? 10 : Number(character))) % 11, 0);
}

describe('GB 11643 check character', () => {
  test('the printed example of the standard', () => {
    expect(checkCharacter('11010519491231002')).toBe('X');
    expect(checkCharacter('44052418800101001')).toBe('4');
  });
  test('agrees with the congruence of ISO 7064 MOD 11-2', () => {
    fc.assert(fc.property(valid, (number) => passesCheck(number) && congruence(number) === 1));
  });
  test('every wrong check character is found', () => {
    fc.assert(
      fc.property(
        valid,
        fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'),
        (number, other) => other === number[17] || !passesCheck(number.slice(0, 17) + other),
      ),
    );
  });
  test('one wrong digit is found', () => {
    fc.assert(
      fc.property(valid, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const wrong = String((Number(number[place]) + by) % 10);
        return !passesCheck(number.slice(0, place) + wrong + number.slice(place + 1));
      }),
    );
  });
  test('two neighbours swapped are found', () => {
    fc.assert(
      fc.property(valid, fc.integer({ min: 0, max: 15 }), (number, place) => {
        const swapped =
          number.slice(0, place) + String(number[place + 1]) + String(number[place]) + number.slice(place + 2);
        return swapped === number || !passesCheck(swapped);
      }),
    );
  });
  test('case and blanks do not matter, other forms never pass', () => {
    expect(passesCheck(' 11010519491231002x ')).toBe(true);
    for (const other of ['', 'X', '11010519491231002', '11010519491231002XX', '１１０１０５１９４９１２３１００２X'])
      expect(passesCheck(other), other).toBe(false);
    expect(checkCharacter('1234')).toBeUndefined();
  });
});

describe('what the digits say', () => {
  test('birth date', () => {
    expect(birthDateIn('11010519491231002X')).toBe('1949-12-31');
    expect(birthDateIn('110105200002290020')).toBe('2000-02-29');
    expect(birthDateIn('110105190002290020')).toBeUndefined();
    expect(birthDateIn('110105194913310020')).toBeUndefined();
  });
  test('sex is the parity of digit 17', () => {
    fc.assert(
      fc.property(
        valid,
        (number) => sexIn(number) === (['1', '3', '5', '7', '9'].includes(String(number[16])) ? 'M' : 'F'),
      ),
    );
  });
});
