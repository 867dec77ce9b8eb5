// What the probes of power share: their readings, and what a broken conversation says.
import type { UpsStatus } from '@center/contract';
import type { RoomReading } from '../../core/index.ts';
import { messageOf } from '../errors.ts';
import { connectFailed, plainResult, timedOut } from './network-fault.ts';
import { type ProbeResult, type Reading, readingNames } from './probe.ts';
import { TalkFault } from './talk-fault.ts';
import { isOurTrust } from './tls-fault.ts';

/** A whole status travels as one reading. */
export function upsReading(status: UpsStatus): Reading {
  return { name: 'ups.status', value: JSON.stringify(status), valid: true };
}

/** The server answers, and says itself that it does not know how the UPS is. */
export function upsUnheard(problem: 'stale'): Reading {
  return { name: 'ups.status', value: '', valid: false, problem };
}

/** Sensors of one device; a tree that somebody made endless has no more of them. */
const mostReadings = 100;

/** Readings of a room under the names that probes have. */
export function readingsOf(readings: readonly RoomReading[]): readonly Reading[] {
  return readings.slice(0, mostReadings).flatMap((reading) => {
    const name = readingNames.find((known) => known === reading.name);
    return name === undefined ? [] : [{ ...reading, name }];
  });
}

/** The result of a conversation that broke. What is no TalkFault is a fault of ours: not measured, and told as such. */
export function talkFailed(fault: unknown, host: string, since: number): ProbeResult {
  if (!(fault instanceof TalkFault))
    return plainResult('invalid', 'internal', fault instanceof Error ? fault.name : 'error', since, {
      fault: messageOf(fault).slice(0, 200),
    });
  const { stage, code } = fault;
  if (code === 'timeout') return timedOut(stage, host, since);
  if (stage === 'connect') return connectFailed(code, host, since);
  const outcome = stage === 'secret' || (stage === 'tls' && isOurTrust(code)) ? 'invalid' : 'fail';
  return plainResult(outcome, stage, code, since);
}
