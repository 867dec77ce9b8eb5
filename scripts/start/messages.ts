// What the starter and the two programs it starts tell each other.
import type { AgentSummary } from '../../agent/shell/index.ts';

export interface ConsoleOrder {
  readonly dataFolder: string;
  readonly port: number;
  readonly receiverPort: number;
  readonly demo: boolean;
}

export interface ConsoleReady {
  readonly kind: 'console-ready';
  readonly url: string;
  readonly receiverUrl: string;
  /** Only on the first start. */
  readonly firstPassword?: string;
}

export interface AgentOrder {
  /** The configuration file's content; checked by the agent itself. */
  readonly config: unknown;
  readonly base: string;
  readonly demo: boolean;
  /** Device cards and records of a demonstration, entered once. */
  readonly evidence?: { readonly devices: string; readonly records: string };
}

/** From the starter to the agent. */
export type ToAgent =
  | { readonly kind: 'enrol'; readonly url: string; readonly code: string }
  /** Asks for what is known when everything was read and judged once. */
  | { readonly kind: 'tell' };

export type FromAgent =
  | {
      readonly kind: 'agent-ready';
      readonly url: string;
      readonly passwords: readonly { readonly login: string; readonly role: string; readonly password: string }[];
      readonly enrolment: string;
    }
  | { readonly kind: 'enrolled'; readonly agentId: string; readonly fingerprint: string }
  | { readonly kind: 'scan-ended' }
  | {
      readonly kind: 'told';
      readonly summary: AgentSummary;
      /** The console has everything that there is to tell. */
      readonly delivered: boolean;
      readonly enrolment: string;
      /** Open findings by rule, most frequent first; titles in both languages. */
      readonly byRule: readonly { readonly title: string; readonly n: number }[];
    };

/** A program could not start or carry out an order; `problems` are ready to be read by a person. */
export interface Failed {
  readonly kind: 'failed';
  readonly problems: readonly string[];
}
