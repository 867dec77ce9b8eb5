import { describe, expect, it } from 'vitest';
import {
  type EntitySensorRow,
  entitySensorRows,
  sensorsFromEntitySensor,
  sensorsFromNut,
  sensorsFromPowerNet,
} from './room-sensors.ts';

const row = (over: Partial<EntitySensorRow>): EntitySensorRow => ({
  index: '7',
  name: 'Rack inlet',
  type: 8,
  scale: 9,
  precision: 1,
  value: 235,
  status: 1,
  ...over,
});

describe('ENTITY-SENSOR-MIB', () => {
  it.each<[string, Partial<EntitySensorRow>, number]>([
    ['one decimal', {}, 23.5],
    ['whole units', { precision: 0, value: 23 }, 23],
    ['milli', { scale: 8, precision: 0, value: 23_500 }, 23.5],
    ['milli with two decimals', { scale: 8, precision: 2, value: 2_350_000 }, 23.5],
    ['a precision that counts digits', { precision: -3, value: 23 }, 23],
    ['below zero', { value: -15 }, -1.5],
    ['no scale told', { scale: undefined }, 23.5],
  ])('scales %s', (_name, over, value) => {
    expect(sensorsFromEntitySensor([row(over)])).toEqual([
      { name: 'env.temperatureC', of: 'Rack inlet', value, valid: true },
    ]);
  });

  it.each<[string, Partial<EntitySensorRow>]>([
    ['unavailable', { status: 2 }],
    ['nonoperational', { status: 3 }],
    ['overflow', { value: 1_000_000_000 }],
    ['underflow', { value: -1_000_000_000 }],
    ['no-value', { value: undefined }],
    ['scale-99', { scale: 99 }],
    ['status-7', { status: 7 }],
  ])('tells what is %s as no measurement', (problem, over) => {
    expect(sensorsFromEntitySensor([row(over)])[0]).toMatchObject({ valid: false, problem });
  });

  it('reads humidity and smoke, and lets other types and truth values of other things out', () => {
    const told = sensorsFromEntitySensor([
      row({ type: 9, value: 451, name: 'Humidity' }),
      row({ type: 12, value: 1, name: 'Smoke detector' }),
      row({ type: 12, value: 2, name: '烟感' }),
      row({ type: 12, value: 3, name: 'smoke 3' }),
      row({ type: 12, value: 1, name: 'Door' }),
      row({ type: 10, name: 'Fan' }),
    ]);
    expect(told.map(({ name, value }) => [name, value])).toEqual([
      ['env.humidityPct', 45.1],
      ['env.smoke', 'alarm'],
      ['env.smoke', 'clear'],
      ['env.smoke', 'fault'],
    ]);
  });

  it('puts the rows of a walk together, with the names of the entities', () => {
    const table = '1.3.6.1.2.1.99.1.1.1';
    expect(
      entitySensorRows({
        [`${table}.1.10`]: 8,
        [`${table}.2.10`]: 9,
        [`${table}.3.10`]: 1,
        [`${table}.4.10`]: 221,
        [`${table}.5.10`]: 1,
        '1.3.6.1.2.1.47.1.1.1.1.7.10': 'Room',
        [`${table}.1.11`]: 9,
      }),
    ).toEqual([
      { index: '10', name: 'Room', type: 8, scale: 9, precision: 1, value: 221, status: 1 },
      { index: '11', type: 9, scale: undefined, precision: undefined, value: undefined, status: undefined },
    ]);
  });
});

describe('PowerNet ambient', () => {
  it('reads integrated monitors in both units, and tells one that is unplugged', () => {
    const table = '1.3.6.1.4.1.318.1.1.10.2.3.2.1';
    expect(
      sensorsFromPowerNet({
        ...{
          [`${table}.2.1`]: 'Probe 1',
          [`${table}.3.1`]: 2,
          [`${table}.4.1`]: 24,
          [`${table}.5.1`]: 1,
          [`${table}.6.1`]: 41,
        },
        ...{ [`${table}.3.2`]: 2, [`${table}.4.2`]: 77, [`${table}.5.2`]: 2, [`${table}.6.2`]: 0 },
        ...{ [`${table}.3.3`]: 1, [`${table}.4.3`]: 0 },
      }),
    ).toEqual([
      { name: 'env.temperatureC', of: 'Probe 1', value: 24, valid: true },
      { name: 'env.humidityPct', of: 'Probe 1', value: 41, valid: true },
      { name: 'env.temperatureC', of: 'iem-2', value: 25, valid: true },
      { name: 'env.temperatureC', of: 'iem-3', value: 0, valid: false, problem: 'disconnected' },
    ]);
  });

  it('reads universal ports and an old Measure-UPS, and nothing where nothing is fitted', () => {
    const port = '1.3.6.1.4.1.318.1.1.25.1.2.1';
    expect(
      sensorsFromPowerNet({
        [`${port}.3.1.1`]: 'Port 1',
        [`${port}.6.1.1`]: 22,
        [`${port}.7.1.1`]: -1,
        [`${port}.6.2.1`]: -1,
        '1.3.6.1.4.1.318.1.1.2.1.1.0': 0,
        '1.3.6.1.4.1.318.1.1.2.1.2.0': 0,
      }),
    ).toEqual([{ name: 'env.temperatureC', of: 'Port 1', value: 22, valid: true }]);
    expect(sensorsFromPowerNet({ '1.3.6.1.4.1.318.1.1.2.1.1.0': 23, '1.3.6.1.4.1.318.1.1.2.1.2.0': 40 })).toHaveLength(
      2,
    );
  });
});

describe('NUT ambient', () => {
  it('reads single and numbered sensors, and smoke by the name of a contact', () => {
    expect(
      sensorsFromNut({
        'ambient.temperature': '22.4',
        'ambient.humidity': '41',
        'ambient.1.present': 'yes',
        'ambient.1.name': 'Rack',
        'ambient.1.temperature': '23.1',
        'ambient.2.present': 'no',
        'ambient.2.temperature': '0',
        'ambient.1.contacts.1.name': 'Smoke',
        'ambient.1.contacts.1.status': 'inactive',
        'ambient.1.contacts.2.name': 'Door',
        'ambient.1.contacts.2.status': 'active',
        'ups.status': 'OL',
      }),
    ).toEqual([
      { name: 'env.temperatureC', of: 'ambient', value: 22.4, valid: true },
      { name: 'env.humidityPct', of: 'ambient', value: 41, valid: true },
      { name: 'env.temperatureC', of: 'Rack', value: 23.1, valid: true },
      { name: 'env.smoke', of: 'Rack/Smoke', value: 'clear', valid: true },
    ]);
  });
  it('tells a contact whose word is not known as a fault, and a value that is none as no measurement', () => {
    expect(
      sensorsFromNut({ 'ambient.contacts.1.name': 'smoke', 'ambient.contacts.1.status': 'wobbly' })[0],
    ).toMatchObject({ value: 'fault' });
    expect(sensorsFromNut({ 'ambient.temperature': 'n/a' })[0]).toMatchObject({ valid: false, problem: 'no-value' });
  });
});
