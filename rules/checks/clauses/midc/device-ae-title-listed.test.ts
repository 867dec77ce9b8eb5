import { day, standingDevice, testDeviceRule, without } from '@center/checks/testing';
import type { DeviceStandingFacts } from '@center/contract';
import { deviceAeTitleListed } from './device-ae-title-listed.ts';

type Title = DeviceStandingFacts['AETitles'][number];
const title = (change: Partial<Title> = {}): Title => ({
  title: 'CT1',
  last: day('2026-05-19'),
  sharedWith: [],
  ...change,
});
const listed = (titles: readonly string[], seen: readonly Title[]): DeviceStandingFacts => {
  const device = standingDevice({ AETitles: seen });
  if (device.card === undefined) throw new Error('the usual device has a card');
  return { ...device, card: { ...device.card, AETitles: titles } };
};

testDeviceRule(
  deviceAeTitleListed,
  {},
  {
    conforms: [
      ['the title of the card', listed(['CT1'], [title()])],
      ['one of several on the card', listed(['CT1', 'CT1_OLD'], [title({ title: 'CT1_OLD' })])],
      ['another title long ago', listed(['CT1'], [title(), title({ title: 'CTX', last: day('2026-04-19') })])],
    ],
    deviates: [
      ['a title that is not on the card', listed(['CT1'], [title({ title: 'CT9' })])],
      ['one beside the listed', listed(['CT1'], [title(), title({ title: 'CTX', last: day('2026-04-20') })])],
      ['in other letters: titles are told apart by case', listed(['CT1'], [title({ title: 'ct1' })])],
    ],
    indeterminate: [
      ['another device under the same title', 'awaiting-review', listed(['CT1'], [title({ sharedWith: ['SN-2'] })])],
    ],
    notApplicable: [
      ['no card', without(standingDevice({ AETitles: [title()] }), 'card')],
      ['a card without titles', standingDevice({ AETitles: [title()] })],
      ['none seen', listed(['CT1'], [])],
      ['none seen of late', listed(['CT1'], [title({ last: day('2026-04-19') })])],
    ],
  },
);
