/** What stopped a conversation with a device, as the stage and code of a probe's result. Thrown only within a probe's own client, and caught by it. */
export class TalkFault extends Error {
  readonly stage: 'resolve' | 'connect' | 'tls' | 'request' | 'parse' | 'secret';
  readonly code: string;

  constructor(stage: TalkFault['stage'], code: string, cause?: unknown) {
    super(`${stage}: ${code}`, cause === undefined ? undefined : { cause });
    this.name = 'TalkFault';
    this.stage = stage;
    this.code = code;
  }
}
