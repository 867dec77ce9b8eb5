import type { Logger } from 'pino';
import type { Intake } from './intake.ts';

/** A way in which evidence reaches the agent. It brings observations through the door and keeps its place in its cursor; it judges nothing. */
export interface Channel {
  /** `kind:number`, as `folder:0`. */
  readonly name: string;
  /** Begins and returns at once; the work goes on until `stop`. Rejects only when it cannot begin at all (a port in use). */
  start(intake: Intake, log: Logger): Promise<{ stop(): Promise<void> }>;
}
