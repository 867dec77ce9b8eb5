import type { Logger } from 'pino';
import { dicomwebAccess, dicomwebDefaults, type WebAuth } from '../channels/dicomweb/index.ts';
import { tickBy } from '../clock/index.ts';
import { createGate } from '../courtesy/index.ts';
import { messageOf } from '../errors.ts';
import { askPlatform, type PlatformAnswer, type PlatformDeps } from './ask-platform.ts';

export interface PlatformAddress {
  readonly url: string;
  readonly auth?: WebAuth;
}

export interface PlatformWatch {
  /** Asks for the next portion; one turn at a time. */
  turn(): Promise<PlatformAnswer>;
  stop(): Promise<void>;
}

/** The platform is no PACS of the center: a little, and once an hour, is enough. */
const gentle = { duty: 0.25, maxRequestsPerSecond: 2, probeEverySeconds: 3_600 } as const;

/** Asks the regional platform once an hour for what it should have by now. */
export async function watchPlatform(
  { url, auth = { kind: 'none' } }: PlatformAddress,
  deps: Omit<PlatformDeps, 'port'> & { readonly log: Logger; readonly changed: () => void },
): Promise<PlatformWatch> {
  const { now, log, changed } = deps;
  const gate = createGate({ ...gentle, pacs: 'image-upload' });
  const { port } = dicomwebAccess(
    { ...dicomwebDefaults, name: 'image-upload', pacs: 'image-upload', url, auth, now },
    gate,
  );
  const stopping = new AbortController();
  let after = '';
  let running: Promise<PlatformAnswer> | undefined;
  const ask = async (): Promise<PlatformAnswer> => {
    const { last, ...answer } = await askPlatform({ ...deps, port }, after, stopping.signal);
    after = last;
    if (answer.found > 0) changed();
    if (answer.silent)
      log.warn({ asked: answer.asked }, 'the regional platform does not answer; it is asked again in an hour');
    return answer;
  };
  const turn = (): Promise<PlatformAnswer> => {
    running ??= ask().finally(() => {
      running = undefined;
    });
    return running;
  };
  const ticking = await tickBy(
    '23 * * * *',
    async () => void (await turn()),
    (fault) => log.error({ reason: messageOf(fault) }, 'asking the regional platform failed'),
  );
  return {
    turn,
    async stop() {
      stopping.abort();
      await ticking.stop();
      // A turn that is cut off ends by the abort, which is no fault.
      await Promise.allSettled(running === undefined ? [] : [running]);
      await gate.close();
    },
  };
}
