import type { Logger } from 'pino';
import { messageOf } from '../errors.ts';
import type { Intake } from '../intake/index.ts';

/** Tells how a channel stands. A state is no evidence: one that a full disk does not take is logged, and the channel goes on and tells it the next time. */
export function tellState(
  intake: Pick<Intake, 'channelState'>,
  log: Logger,
  ...[channel, state, problem]: Parameters<Intake['channelState']>
): void {
  try {
    intake.channelState(channel, state, problem);
  } catch (fault) {
    log.error({ channel, reason: messageOf(fault) }, 'the state of a channel was not written down');
  }
}
