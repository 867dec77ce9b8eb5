import {
  type DeviceCard,
  type DeviceId,
  must,
  type PermitEntry,
  parseCalendarDate,
  parseDeviceId,
  type StopOrderEntry,
} from '@center/contract';
import { describe, expect, it } from 'vitest';
import { type DeviceRegisters, type DeviceSighting, deviceStandings } from './devices.ts';

const day = (text: string) => must(parseCalendarDate(text));
const id: DeviceId = must(parseDeviceId('0a'.repeat(16)));
const device: DeviceSighting = {
  deviceId: id,
  Manufacturer: 'TESTMED',
  ManufacturerModelName: 'Model One',
  DeviceSerialNumber: 'SN-001',
  StationName: 'CT1',
  modalities: ['CT', 'SR'],
  AETitles: [{ title: 'CT1', last: day('2026-02-20') }],
  seen: { first: day('2024-01-02'), last: day('2026-02-20'), studies: 40 },
};
const card: DeviceCard = {
  deviceId: id,
  name: '一号机',
  Manufacturer: 'TESTMED',
  ManufacturerModelName: 'Model One',
  DeviceSerialNumber: 'SN-001',
  modality: 'CT',
  doseRecord: 'rdsr',
  permitNumber: '放诊证字0001',
  validFrom: day('2020-01-01'),
};
const permit = (change: Partial<PermitEntry>): PermitEntry => ({
  id: 'p',
  kind: 'radiology',
  number: '放诊证字 0001',
  scope: 'X射线影像诊断',
  validFrom: day('2024-01-01'),
  devices: [{ DeviceSerialNumber: 'sn 001' }],
  ...change,
});
const order = (change: Partial<StopOrderEntry>): StopOrderEntry => ({
  id: 'o',
  number: '卫责停〔2026〕1号',
  issuedBy: '区卫生健康委',
  scope: { kind: 'modality', Modality: 'CT' },
  reason: '未取得许可',
  from: day('2026-02-01'),
  ...change,
});
const standing = (registers: Partial<DeviceRegisters>, of = device) => {
  const asked: unknown[] = [];
  const [facts] = deviceStandings(
    [of],
    { cards: [], permits: [], stops: [], ...registers },
    (...question) => {
      asked.push(question);
      return { studies: 2, last: day('2026-02-20') };
    },
    day('2026-03-01'),
  );
  return { facts, asked };
};

describe('a device held against the registers', () => {
  it('ionising is what its images or its card say', () => {
    expect(standing({}).facts).toMatchObject({
      ionising: true,
      cardsInUse: false,
      permitsInUse: false,
      permits: [],
      stops: [],
    });
    expect(standing({}, { ...device, modalities: ['MR'] }).facts?.ionising).toBe(false);
    expect(standing({ cards: [card] }, { ...device, modalities: ['OT'] }).facts?.ionising).toBe(true);
  });
  it('the card is that in force on the day', () => {
    expect(standing({ cards: [card] }).facts?.card).toEqual(card);
    expect(standing({ cards: [{ ...card, validTo: day('2026-02-28') }] }).facts).toMatchObject({ cardsInUse: true });
    expect(standing({ cards: [{ ...card, validTo: day('2026-02-28') }] }).facts?.card).toBeUndefined();
  });
  it.each([
    ['by serial number, signs aside', {}, 1],
    ['with another model', { devices: [{ DeviceSerialNumber: 'SN-001', ManufacturerModelName: 'Model Two' }] }, 0],
    ['another serial number', { devices: [{ DeviceSerialNumber: 'SN-002' }] }, 0],
    ['no list: by the number on the card', { devices: [] }, 1],
    ['no list and another number', { devices: [], number: '放诊证字0002' }, 0],
    ['the permit for large equipment is another one', { kind: 'large-equipment' as const }, 0],
  ])('a permit: %s', (_title, change, found) => {
    expect(standing({ cards: [card], permits: [permit(change)] }).facts?.permits).toHaveLength(found);
  });
  it('without a serial number no list names it', () => {
    const nameless = { ...device, DeviceSerialNumber: '' };
    expect(standing({ permits: [permit({ devices: [{ DeviceSerialNumber: '' }] })] }, nameless).facts?.permits).toEqual(
      [],
    );
  });
  it('a stop order asks for the studies between its days', () => {
    const { facts, asked } = standing({ stops: [order({ liftedOn: day('2026-02-25') })] });
    expect(asked).toEqual([[id, '2026-02-01', '2026-02-25']]);
    expect(facts?.stops).toEqual([
      { orderId: 'o', from: '2026-02-01', liftedOn: '2026-02-25', studies: 2, lastStudyOn: '2026-02-20' },
    ]);
    expect(
      standing({ stops: [order({ scope: { kind: 'device', deviceId: must(parseDeviceId('0b'.repeat(16))) } })] }).facts
        ?.stops,
    ).toEqual([]);
    expect(standing({ stops: [order({ scope: { kind: 'device', deviceId: id } })] }).facts?.stops).toHaveLength(1);
  });
  it('tells AE titles, and which other devices were seen under the same one within thirty days', () => {
    const other = (last: string): DeviceSighting => ({
      ...device,
      deviceId: must(parseDeviceId('0b'.repeat(16))),
      DeviceSerialNumber: 'SN-002',
      AETitles: [{ title: 'CT1', last: day(last) }],
    });
    const shared = (last: string) =>
      deviceStandings(
        [device, other(last)],
        { cards: [], permits: [], stops: [] },
        () => ({ studies: 0 }),
        day('2026-03-01'),
      )[0]?.AETitles;
    expect(shared('2026-01-21')).toEqual([{ title: 'CT1', last: '2026-02-20', sharedWith: ['SN-002'] }]);
    expect(shared('2026-01-20')).toEqual([{ title: 'CT1', last: '2026-02-20', sharedWith: [] }]);
  });
});
