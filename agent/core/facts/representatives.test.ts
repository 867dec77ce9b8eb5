import { expect, it } from 'vitest';
import { representatives } from './representatives.ts';
import { observed } from './testing/observed.ts';

it('slices that say one thing are one; each that says another, or that is damaged, stays', () => {
  const slice = (header = {}, series = '1.2.3.4') => observed({ ProtocolName: 'Chest', ...header }, { series });
  const first = slice({ SliceLocation: 1 });
  const other = slice({ OperatorsName: 'Li^Na' });
  const back = slice();
  const damaged = observed({ ProtocolName: 'Chest' }, { damage: [{ code: 'truncated-header' }] });
  const second = slice({}, '1.2.3.5');
  const objects = [first, slice({ SliceLocation: 2 }), other, slice({ OperatorsName: 'Li^Na' }), back, damaged, second];
  expect(representatives(objects)).toEqual([first, other, back, damaged, second]);
  expect(representatives([])).toEqual([]);
});
