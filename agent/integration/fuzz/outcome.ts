import { createHash, createHmac } from 'node:crypto';
import { instant, must, parseCalendarDate } from '@center/contract';
import { shippedExamMapping } from '@center/register';
import {
  type AssessContext,
  assessStudy,
  defaultRuleSet,
  defaultRuleSetSha256,
  factsOfStudy,
} from '../../core/index.ts';
import { doseOf, type HeaderReading } from '../../shell/header/index.ts';
import { understand } from '../../shell/intake/observation.ts';

/** What became of one mutant. `silent` is a readable object without damage: a mutation of a value that any value may have. */
export type Outcome = 'read, damage named' | 'read, nothing to name' | 'unreadable, reason named' | 'not DICOM';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const at = instant(Date.parse('2026-03-10T04:00:00Z'));
const day = must(parseCalendarDate('2026-03-10'));

/** A reading that breaks what the reader promises. */
export class BrokenPromise extends Error {}

function judge(reading: HeaderReading): void {
  const understood = understand(reading);
  if (understood.kind !== 'object') return;
  // The ledger reads the dose of an image out of its kept header; a report brings its own.
  const dose = reading.kind === 'readable' ? doseOf(reading) : undefined;
  const object = { ...understood.object, ...(dose === undefined ? {} : { dose }) };
  const facts = factsOfStudy(
    {
      StudyInstanceUID: object.StudyInstanceUID,
      objects: [object],
      unreadable: [],
      firstSeenAt: at,
      completeness: 'quiet',
      records: { reviews: [] },
      cards: [],
      registerInUse: false,
      institutionNames: [],
      examMapping: shippedExamMapping,
      earlier: [],
      asOf: day,
      zoneOffsetMinutes: 480,
    },
    digest,
  );
  const context: AssessContext = {
    supervisionStart: must(parseCalendarDate('2000-01-01')),
    channels: new Map(),
    judgedAt: at,
    digest,
    hmac: (text) => createHmac('sha256', 'fuzz').update(text).digest('hex'),
    onFault: (ruleId, fault) => {
      throw new BrokenPromise(`the rule ${ruleId} threw`, { cause: fault });
    },
  };
  assessStudy(facts, { manifest: defaultRuleSet, sha256: defaultRuleSetSha256 }, context);
}

/** Follows a reading through facts and rules, and says what it was. Throws what any of them throws, and `BrokenPromise` for a reading without its reason. */
export function outcomeOf(reading: HeaderReading): Outcome {
  JSON.stringify(reading);
  judge(reading);
  switch (reading.kind) {
    case 'not-dicom':
      return 'not DICOM';
    case 'unreadable':
      if (reading.reason.length === 0) throw new BrokenPromise('unreadable without a reason');
      return 'unreadable, reason named';
    case 'readable':
      if (reading.damage.length > 100) throw new BrokenPromise('more than a hundred damages of one object');
      return reading.damage.length > 0 ? 'read, damage named' : 'read, nothing to name';
  }
}
