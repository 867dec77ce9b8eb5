import type { EvidenceChannel, Verdict } from '@center/contract';
import type { AssessContext } from './assess-study.ts';

/** Evidence that is missing because its channel is not in use yet is nobody's move, or the clause's one finding, and no finding of the subject. */
export function held(
  verdict: Verdict,
  channel: EvidenceChannel,
  channels: AssessContext['channels'],
): { readonly verdict: Verdict; readonly heldBy?: EvidenceChannel } {
  if (verdict.kind !== 'indeterminate' || verdict.reason !== 'evidence-missing') return { verdict };
  switch (channels.get(channel) ?? 'working') {
    case 'working':
      return { verdict };
    case 'waiting':
      return {
        verdict: { ...verdict, reason: 'not-yet-run', note: 'the channel for this evidence is not in use yet' },
        heldBy: channel,
      };
    case 'overdue':
      return { verdict, heldBy: channel };
  }
}
