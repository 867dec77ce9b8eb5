import type { RetentionItem } from '@center/contract';
import type { StateLook } from './state-look.ts';

/** Where a known study of the archive stands. */
export type Standing = keyof RetentionItem['standing'];

/** Worst last, as a bar is stacked. */
export const standings: readonly Standing[] = ['proven', 'claimed', 'explained', 'unlisted', 'lost'];

/** Mark, colour and pattern. Only what came back as images is green; what rests on the archive's word is hatched as everything unknown. */
export const standingLooks: Readonly<Record<Standing, StateLook>> = {
  proven: { mark: 'tick', tone: 'green', surface: 'soft' },
  claimed: { mark: 'question', tone: 'grey', surface: 'hatched' },
  explained: { mark: 'pen', tone: 'blue', surface: 'soft' },
  unlisted: { mark: 'hourglass', tone: 'amber', surface: 'outline' },
  lost: { mark: 'cross', tone: 'red', surface: 'solid' },
};

/** Years that no agent saw while they happened: what was lost before cannot be seen. */
export const unseenLook: StateLook = { mark: 'eye', tone: 'plain', surface: 'dotted' };
