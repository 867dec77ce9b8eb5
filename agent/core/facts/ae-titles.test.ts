import { createHash } from 'node:crypto';
import { must, parseCalendarDate } from '@center/contract';
import { expect, test } from 'vitest';
import { deviceNamer, seenDevices, withAETitles } from './device.ts';
import type { Header } from './header.ts';
import { classes, observed } from './testing/observed.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const image = (header: Header) => observed({ Modality: 'CT', Manufacturer: 'TESTMED', ...header });
const step = (header: Header) => observed({ Modality: 'CT', ...header }, { sopClass: classes.performedStep });

const titles = (...objects: readonly ReturnType<typeof observed>[]): unknown => {
  const nameOf = deviceNamer(digest);
  const devices = seenDevices(
    objects.filter(({ SOPClassUID }) => SOPClassUID !== classes.performedStep),
    [],
    must(parseCalendarDate('2026-03-10')),
    nameOf,
  );
  return withAETitles(devices, objects, nameOf).map(({ DeviceSerialNumber, AETitles }) => [
    DeviceSerialNumber,
    AETitles,
  ]);
};

test('images give their device’s title, each once', () => {
  expect(
    titles(
      image({ DeviceSerialNumber: 'A', PerformedStationAETitle: 'CT1 ' }),
      image({ DeviceSerialNumber: 'A', PerformedStationAETitle: 'CT1' }),
      image({ DeviceSerialNumber: 'A', PerformedStationAETitle: ' ' }),
      image({ DeviceSerialNumber: 'B' }),
    ),
  ).toEqual([
    ['A', ['CT1']],
    ['B', undefined],
  ]);
});

test('a step gives the title of the one device of its modality', () => {
  const ct = image({ DeviceSerialNumber: 'A' });
  const dx = image({ DeviceSerialNumber: 'D', Modality: 'DX' });
  expect(titles(ct, dx, step({ PerformedStationAETitle: 'CTSTEP' }))).toEqual([
    ['A', ['CTSTEP']],
    ['D', undefined],
  ]);
});

test('between two devices of its modality nobody knows whose it is', () => {
  const two = [image({ DeviceSerialNumber: 'A' }), image({ DeviceSerialNumber: 'B' })];
  expect(titles(...two, step({ PerformedStationAETitle: 'CTSTEP' }))).toEqual([
    ['A', undefined],
    ['B', undefined],
  ]);
});
