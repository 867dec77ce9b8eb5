/** Every way in which the agent itself gives up, as a closed list. What is expected (an unreachable console, a damaged file) is a value and stands elsewhere. */
export type AgentErrorCode =
  | 'database-newer'
  | 'database-locked'
  | 'database-damaged'
  | 'not-found'
  | 'same-person'
  | 'already-decided'
  | 'changed-meanwhile'
  | 'in-use'
  | 'login-taken'
  | 'key-file'
  | 'config-invalid'
  | 'console-refused'
  | 'console-unreachable'
  | 'not-enrolled'
  | 'already-enrolled'
  | 'port-in-use'
  | 'usage';

/** A fault with a code that a program can act on; the message is constant for a code, the details stand beside it. */
export class AgentError extends Error {
  readonly code: AgentErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: AgentErrorCode,
    message: string,
    details: Readonly<Record<string, string | number>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AgentError';
    this.code = code;
    this.details = details;
  }
}

/** The operating system's code of a fault (`ENOENT`, `EADDRINUSE`), when it has one. */
export function systemCode(fault: unknown): string | undefined {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
}

export function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
