import { randomUUID } from 'node:crypto';
import { type Instant, instant } from '@center/contract';
import type { Now } from '../../clock/index.ts';
import {
  COMMAND,
  createStep,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type NormalizedAnswer,
  type NormalizedRequest,
  type NormalizedService,
  STATUS,
  setStep,
  stepDataset,
} from '../../dimse/index.ts';
import { readHeaderBytes } from '../../header/index.ts';
import type { Intake } from '../../intake/index.ts';
import type { Ledger } from '../../ledger/index.ts';

/** A final step is remembered so long, to refuse what would change it; the step itself stands in the ledger for good. */
const finalKeptMs = 400 * 24 * 3_600_000;

export interface StepKeeping {
  /** Name of the channel. */
  readonly channel: string;
  readonly ledger: Pick<Ledger, 'steps' | 'transaction'>;
  readonly intake: Pick<Intake, 'observeAll'>;
  readonly now: Now;
  /** Whether there is room to write anything down. */
  readonly hasRoom: () => Promise<boolean>;
  readonly onFault: (fault: unknown) => void;
}

/**
 * Performed steps as a service of the receiver (PS3.4 Annex F.7). The step as its messages have made it, and the observation of it, are written in one transaction
 * before the device is answered: a power cut loses neither, and a message that comes again finds the step as it left it.
 */
export function performedStepService(keeping: StepKeeping): NormalizedService {
  keeping.ledger.transaction(() => keeping.ledger.steps.forgetFinalBefore(instant(keeping.now() - finalKeptMs)));
  return {
    role: 'scp',
    commands: [COMMAND.createRequest, COMMAND.setRequest],
    async handle(request) {
      if (!(await keeping.hasRoom()))
        return { status: STATUS.resourceLimitation, comment: 'the disk of the compliance agent is short' };
      try {
        return keep(keeping, request, keeping.now());
      } catch (fault) {
        keeping.onFault(fault);
        return { status: STATUS.processingFailure, comment: 'the step could not be written down' };
      }
    },
  };
}

function keep(
  { channel, ledger, intake }: StepKeeping,
  { CommandField, SOPInstanceUID: named, elements }: NormalizedRequest,
  at: Instant,
): NormalizedAnswer {
  // A device may leave the instance of a new step to us (PS3.7 section 10.1.5.1).
  const sop = named === '' ? `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}` : named;
  return ledger.transaction(() => {
    const before = ledger.steps.get(sop);
    const change = CommandField === COMMAND.createRequest ? createStep(before, elements) : setStep(before, elements);
    if (change.keep !== undefined) {
      ledger.steps.put(sop, change.keep, at);
      const dataset = stepDataset(sop, change.keep);
      const reading = readHeaderBytes(dataset, { complete: true, transferSyntaxUID: IMPLICIT_VR_LITTLE_ENDIAN });
      // One place for all messages of a step: what could not be understood without its beginning is resolved by it.
      intake.observeAll([{ channel, source: `MPPS ${sop}`, reading }]);
    }
    return named === '' ? { ...change.answer, SOPInstanceUID: sop } : change.answer;
  });
}
