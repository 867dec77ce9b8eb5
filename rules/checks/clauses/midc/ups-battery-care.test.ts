import { day, testUpsRule, upsFacts, without } from '@center/checks/testing';
import { upsBatteryCare } from './ups-battery-care.ts';

const silent = { heard: false, silentSince: day('2026-05-19') } as const;

testUpsRule(
  upsBatteryCare,
  {},
  {
    conforms: [
      ['all good', upsFacts(), { basis: 'measured' }],
      ['run time as wanted to the minute', upsFacts({ runtimeMinutes: 30 })],
      ['it tells no run time', without(upsFacts(), 'runtimeMinutes')],
      ['three years old', upsFacts({ batteryDate: day('2023-05-20') }), { dueSoon: true }],
      ['hosted', upsFacts({ grade: 0, hosted: { certificateValidTo: day('2027-01-01') } }), { basis: 'attested' }],
    ],
    deviates: [
      ['asks for a new battery', upsFacts({ replaceBattery: true }), { basis: 'measured' }],
      ['failed its test', upsFacts({ selfTest: { on: day('2026-05-02'), passed: false } })],
      ['runs too short', upsFacts({ runtimeMinutes: 29.9 })],
      ['five years old', upsFacts({ batteryDate: day('2021-05-20') }), { basis: 'attested' }],
      ['five years old and silent', upsFacts({ batteryDate: day('2021-05-20'), ...silent })],
    ],
    indeterminate: [
      ['silent', 'source-silent', upsFacts({ replaceBattery: true, ...silent }), { missing: ['upsReading'] }],
      ['never tested', 'evidence-missing', without(upsFacts(), 'selfTest'), { missing: ['selfTest'] }],
      ['tested long ago', 'evidence-missing', upsFacts({ selfTest: { on: day('2026-04-14'), passed: true } })],
      ['battery of unknown age', 'evidence-missing', without(upsFacts(), 'batteryDate'), { missing: ['batteryDate'] }],
      ['none entered', 'not-yet-run', without(upsFacts({ grade: 0 }), 'equipmentId'), { missing: ['ups'] }],
    ],
    notApplicable: [['there is none', upsFacts({ grade: 0, declaredAbsent: true })]],
  },
);
