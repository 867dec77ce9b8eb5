import { instant, type UpsMark, type UpsState } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOfApcupsd, upsFromApcupsd } from './ups-apcupsd.ts';
import { upsFromHuawei } from './ups-huawei.ts';
import { upsFromUpsMib } from './ups-mib.ts';
import { upsFromNut } from './ups-nut.ts';
import { upsFromPowerNet } from './ups-power-net.ts';

const mib = (values: Record<string, number | string>): Record<string, number | string> =>
  Object.fromEntries(Object.entries(values).map(([tail, value]) => [`1.3.6.1.2.1.33.1.${tail}`, value]));
const apc = (values: Record<string, number | string>): Record<string, number | string> =>
  Object.fromEntries(Object.entries(values).map(([tail, value]) => [`1.3.6.1.4.1.318.1.1.1.${tail}`, value]));
const huawei = (values: Record<string, number | string>): Record<string, number | string> =>
  Object.fromEntries(Object.entries(values).map(([tail, value]) => [`1.3.6.1.4.1.2011.6.174.1.${tail}`, value]));

describe('NUT', () => {
  it('reads a line-interactive UPS as its driver tells it', () => {
    const status = upsFromNut({
      'battery.charge': '100',
      'battery.runtime': '2220',
      'battery.voltage': '27.30',
      'battery.mfr.date': '2023/05/11',
      'device.mfr': 'EATON',
      'device.model': '5SC 1500',
      'input.voltage': '231.4',
      'output.voltage': '230.0',
      'ups.load': '23',
      'ups.serial': 'G355K12345',
      'ups.firmware': '02.08.0010',
      'ups.status': 'OL CHRG',
      'ups.test.result': 'Done and passed',
      'ups.test.date': '2026-11-01',
    });
    expect(status).toEqual({
      state: 'on-line',
      marks: ['charging'],
      chargePct: 100,
      runtimeS: 2220,
      loadPct: 23,
      inputV: 231.4,
      outputV: 230,
      batteryV: 27.3,
      selfTest: { result: 'passed', on: '2026-11-01' },
      batteryDate: '2023/05/11',
      manufacturer: 'EATON',
      model: '5SC 1500',
      serial: 'G355K12345',
      firmware: '02.08.0010',
      raw: ['OL', 'CHRG'],
    });
  });

  it.each<[string, UpsState, UpsMark[]]>([
    ['OL', 'on-line', []],
    ['OB DISCHRG', 'on-battery', ['discharging']],
    ['OB DISCHRG LB', 'on-battery', ['discharging', 'low-battery']],
    ['FSD OL CHRG', 'on-line', ['charging', 'forced-shutdown']],
    ['FSD OB LB', 'on-battery', ['forced-shutdown', 'low-battery']],
    ['OL RB', 'on-line', ['replace-battery']],
    ['OL BYPASS', 'bypass', []],
    ['BYPASS OVER', 'bypass', ['overloaded']],
    ['OL OFF', 'off', []],
    ['CAL OB DISCHRG', 'on-battery', ['calibrating', 'discharging']],
    ['OL TRIM', 'on-line', ['trimming']],
    ['OL BOOST', 'on-line', ['boosting']],
    ['ALARM OL', 'on-line', ['alarm']],
    ['OL ECO', 'on-line', ['eco']],
    ['OL TEST', 'on-line', ['testing']],
    ['WAIT', 'unknown', []],
    ['', 'unknown', []],
    ['ALARM', 'unknown', ['alarm']],
    ['OL HUMBUG', 'on-line', []],
    ['HUMBUG', 'unknown', []],
    ['OL OB', 'on-battery', []],
  ])('reads "%s" as %s', (text, state, marks) => {
    const status = upsFromNut({ 'ups.status': text });
    expect([status.state, status.marks]).toEqual([state, marks]);
    expect(status.raw).toEqual(text.split(' ').filter((word) => word !== ''));
  });

  it('takes what an alarm says as more than an alarm where it can be told', () => {
    const status = upsFromNut({ 'ups.status': 'ALARM OL RB', 'ups.alarm': 'Replace battery! No battery installed!' });
    expect(status.marks).toEqual(['alarm', 'battery-absent', 'replace-battery']);
    expect(status.raw).toContain('ups.alarm=Replace battery! No battery installed!');
  });

  it('lets out values that are none, and words for "not set"', () => {
    const status = upsFromNut({
      'ups.status': 'OL',
      'battery.charge': 'unknown',
      'battery.runtime': '-1',
      'ups.load': '1e400',
      'ups.serial': 'not set',
      'battery.date': '00/00/00',
    });
    expect(status).toEqual({ state: 'on-line', marks: [], raw: ['OL'] });
  });

  it('is never on line without the word for it, whatever a server sends', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('ups.status', 'ups.alarm', 'ups.test.result', 'battery.charge'), fc.string()),
        (vars) => {
          const status = upsFromNut(vars);
          if (status.state === 'on-line') expect((vars['ups.status'] ?? '').split(/\s+/)).toContain('OL');
          expect(status.raw.length).toBeLessThanOrEqual(40);
        },
      ),
    );
  });
});

describe('UPS-MIB', () => {
  it('reads minutes as minutes, seconds as seconds, tenths as tenths', () => {
    const status = upsFromUpsMib(
      {
        ...mib({
          '1.1.0': 'CyberPower',
          '1.2.0': 'OL1500',
          '1.3.0': 'V2.1',
          '2.1.0': 2,
          '2.2.0': 45,
          '2.3.0': 37,
          '2.4.0': 98,
        }),
        ...mib({
          '2.5.0': 273,
          '2.7.0': 31,
          '3.3.1.3.1': 229,
          '4.1.0': 5,
          '4.4.1.2.1': 230,
          '4.4.1.5.1': 18,
          '6.1.0': 1,
        }),
        ...mib({ '7.3.0': 1, '7.5.0': 8_640_000 }),
        '1.3.6.1.2.1.1.3.0': 8_640_000 + 2 * 8_640_000,
      },
      instant(Date.parse('2026-11-20T04:00:00Z')),
    );
    expect(status).toEqual({
      state: 'on-battery',
      marks: ['discharging'],
      chargePct: 98,
      runtimeS: 2220,
      loadPct: 18,
      inputV: 229,
      outputV: 230,
      batteryV: 27.3,
      temperatureC: 31,
      onBatteryS: 45,
      selfTest: { result: 'passed', on: '2026-11-18' },
      manufacturer: 'CyberPower',
      model: 'OL1500',
      firmware: 'V2.1',
      raw: ['upsOutputSource=5', 'upsBatteryStatus=2', 'upsAlarmsPresent=1', 'upsTestResultsSummary=1'],
    });
  });

  it.each<[number, UpsState, UpsMark[]]>([
    [1, 'unknown', []],
    [2, 'off', []],
    [3, 'on-line', []],
    [4, 'bypass', []],
    [5, 'on-battery', ['discharging']],
    [6, 'on-line', ['boosting']],
    [7, 'on-line', ['trimming']],
    [9, 'unknown', []],
  ])('reads output source %i as %s', (source, state, marks) => {
    const status = upsFromUpsMib(mib({ '4.1.0': source }));
    expect([status.state, status.marks]).toEqual([state, marks]);
  });

  it('takes missing scalars of a basic agent as normal', () => {
    expect(upsFromUpsMib(mib({ '4.1.0': 3, '2.1.0': 2 }))).toEqual({
      state: 'on-line',
      marks: [],
      raw: ['upsOutputSource=3', 'upsBatteryStatus=2'],
    });
    expect(upsFromUpsMib({})).toEqual({ state: 'unknown', marks: [], raw: [] });
  });

  it('reads battery status and the names of alarms', () => {
    const row = '6.2.1.2';
    const names = (tail: number): string => `1.3.6.1.2.1.33.1.6.3.${String(tail)}`;
    expect(upsFromUpsMib(mib({ '4.1.0': 5, '2.1.0': 3, '6.1.0': 1, [`${row}.1`]: names(2) })).marks).toEqual([
      'discharging',
      'low-battery',
    ]);
    expect(
      upsFromUpsMib(mib({ '4.1.0': 3, '6.1.0': 2, [`${row}.1`]: names(1), [`${row}.2`]: names(8) })).marks,
    ).toEqual(['alarm', 'overloaded', 'replace-battery']);
    expect(upsFromUpsMib(mib({ '4.1.0': 3, '6.1.0': 1 })).marks).toEqual(['alarm']);
    expect(upsFromUpsMib(mib({ '4.1.0': 5, '7.3.0': 5 })).marks).toEqual(['discharging', 'testing']);
  });
});

describe('PowerNet', () => {
  it('reads hundredths of a second and the dates as they are written', () => {
    const status = upsFromPowerNet(
      apc({
        ...{
          '1.1.1.0': 'Smart-UPS 1500',
          '1.2.1.0': 'UPS 04.1',
          '1.2.3.0': 'AS1234567890',
          '2.1.1.0': 2,
          '2.1.2.0': 0,
        },
        ...{ '2.1.3.0': '11/20/2024', '2.2.1.0': 100, '2.2.2.0': 28, '2.2.3.0': 222_000, '2.2.4.0': 1, '2.2.8.0': 27 },
        ...{ '3.2.1.0': 231, '4.1.1.0': 2, '4.2.1.0': 230, '4.2.3.0': 21, '7.2.3.0': 1, '7.2.4.0': '11/02/2026' },
      }),
    );
    expect(status).toMatchObject({
      state: 'on-line',
      marks: [],
      chargePct: 100,
      runtimeS: 2220,
      loadPct: 21,
      inputV: 231,
      onBatteryS: 0,
      selfTest: { result: 'passed', on: '11/02/2026' },
      batteryDate: '11/20/2024',
      serial: 'AS1234567890',
    });
  });

  it.each<[number, UpsState, UpsMark[]]>([
    [1, 'unknown', []],
    [2, 'on-line', []],
    [3, 'on-battery', ['discharging']],
    [4, 'on-line', ['boosting']],
    [6, 'bypass', []],
    [7, 'off', []],
    [10, 'bypass', ['alarm']],
    [12, 'on-line', ['trimming']],
    [13, 'on-line', ['eco']],
    [15, 'on-battery', ['discharging', 'testing']],
    [28, 'on-line', ['testing']],
    [99, 'unknown', []],
  ])('reads output status %i as %s', (output, state, marks) => {
    const status = upsFromPowerNet(apc({ '4.1.1.0': output }));
    expect([status.state, status.marks]).toEqual([state, marks]);
  });

  it('tells a battery that is low, to be replaced, or not there', () => {
    const marks = (values: Record<string, number>): readonly UpsMark[] =>
      upsFromPowerNet(apc({ '4.1.1.0': 2, ...values })).marks;
    expect(marks({ '2.1.1.0': 3 })).toEqual(['low-battery']);
    expect(marks({ '2.1.1.0': 5 })).toEqual(['alarm', 'battery-absent']);
    expect(marks({ '2.2.4.0': 2 })).toEqual(['replace-battery']);
    expect(marks({ '4.2.3.0': 104 })).toEqual(['overloaded']);
  });
});

describe('Huawei', () => {
  it('reads tenths, seconds, and the phase that carries most', () => {
    const status = upsFromHuawei(
      huawei({
        ...{ '2.100.1.2.1': 'UPS2000-G-3kVA', '2.100.1.3.1': 'V1R1', '2.100.1.5.1': '2102310XYZ', '2.101.1.1.1': 3 },
        ...{ '2.101.1.3.1': 4, '3.100.1.1.1': 2_285, '4.100.1.1.1': 2_300, '4.100.1.14.1': 187, '4.100.1.15.1': 203 },
        ...{ '6.100.1.1.1': 819, '6.100.1.3.1': 100, '6.100.1.4.1': 2_520 },
      }),
    );
    expect(status).toMatchObject({
      state: 'on-line',
      marks: [],
      inputV: 228.5,
      outputV: 230,
      batteryV: 81.9,
      loadPct: 20.3,
      chargePct: 100,
      runtimeS: 2_520,
      serial: '2102310XYZ',
      manufacturer: 'Huawei',
    });
  });

  it.each<[number, UpsState, UpsMark[]]>([
    [0, 'unknown', []],
    [1, 'off', []],
    [2, 'bypass', []],
    [3, 'on-line', []],
    [4, 'on-battery', ['discharging']],
    [5, 'on-line', ['discharging']],
    [6, 'on-line', ['eco']],
    [7, 'on-battery', ['discharging', 'eco']],
  ])('reads way of supply %i as %s', (code, state, marks) => {
    const status = upsFromHuawei(huawei({ '2.101.1.1.1': code }));
    expect([status.state, status.marks]).toEqual([state, marks]);
  });
});

describe('apcupsd', () => {
  const report = (said: string): string[] => [
    'APC      : 001,036,0876',
    'DATE     : 2026-11-25 08:30:00 +0800  ',
    'VERSION  : 3.14.14 (31 May 2016) debian',
    'MODEL    : Back-UPS ES 700G ',
    `STATUS   : ${said} `,
    'LINEV    : 230.0 Volts',
    'LOADPCT  : 9.0 Percent',
    'BCHARGE  : 100.0 Percent',
    'TIMELEFT : 53.5 Minutes',
    'TONBATT  : 12 Seconds',
    'BATTV    : 13.5 Volts',
    'SELFTEST : OK',
    'LASTSTEST: 2026-11-01 03:00:10 +0800  ',
    'BATTDATE : 2024-05-01',
    'SERIALNO : 5B1234T12345  ',
    'FIRMWARE : 871.O4 .I USB FW:O4 ',
    'STATFLAG : 0x05000008',
    'END APC  : 2026-11-25 08:30:01 +0800  ',
  ];

  it('reads its report', () => {
    expect(upsFromApcupsd(report('ONLINE'))).toMatchObject({
      state: 'on-line',
      marks: [],
      chargePct: 100,
      runtimeS: 3210,
      loadPct: 9,
      onBatteryS: 12,
      selfTest: { result: 'passed', on: '2026-11-01 03:00:10 +0800' },
      batteryDate: '2024-05-01',
      serial: '5B1234T12345',
      raw: ['ONLINE', 'STATFLAG=0x05000008'],
    });
  });

  it.each<[string, UpsState, UpsMark[]]>([
    ['ONBATT', 'on-battery', []],
    ['ONBATT LOWBATT', 'on-battery', ['low-battery']],
    ['ONLINE REPLACEBATT', 'on-line', ['replace-battery']],
    ['CAL ONBATT', 'on-battery', ['calibrating']],
    ['TRIM ONLINE', 'on-line', ['trimming']],
    ['COMMLOST', 'unknown', []],
    ['COMMLOST ONLINE', 'unknown', []],
    ['SHUTTING DOWN', 'on-battery', ['forced-shutdown']],
    ['ONLINE NOBATT', 'on-line', ['battery-absent']],
    ['', 'unknown', []],
  ])('reads "%s" as %s', (said, state, marks) => {
    const status = upsFromApcupsd(report(said));
    expect([status.state, status.marks]).toEqual([state, marks]);
  });

  it('reads its history and lets out what is no entry', () => {
    expect(
      entriesOfApcupsd(['2026-11-25 08:30:00 +0800  Power failure.', 'garbage', '2026-99-99 00:00:00 +0800  No day']),
    ).toEqual([{ at: Date.parse('2026-11-25T00:30:00Z'), text: 'Power failure.' }]);
  });
});
