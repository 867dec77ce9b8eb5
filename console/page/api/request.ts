import type { consoleRequestHeader, Problem } from '@center/contract';

/** The console answered with a refusal, or (without `problem`) could not be reached or gave no readable answer. */
export class RequestError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined, options?: ErrorOptions) {
    super(problem?.code ?? `http ${status}`, options);
    this.status = status;
    this.problem = problem;
  }
}

// Held to the contract's constant by its type: its module would bring every schema along.
const changeHeader: typeof consoleRequestHeader = 'x-console-request';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** `path?key=value` without the keys that have no value. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(key, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  try {
    const body: unknown = await response.json();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every refusal of the console is a Problem; the test beside it is for what stands between
    if (typeof body === 'object' && body !== null && 'code' in body && 'message' in body) return body as Problem;
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function answer<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    throw new RequestError(0, undefined, { cause: error });
  }
  if (!response.ok) throw new RequestError(response.status, await problemOf(response));
  if (response.status === 204) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers of routes without an answer ask for undefined
    return undefined as T;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and server are one build, and the server checks every answer against the schema that T comes from
  return (await response.json()) as T;
}

/** Reads; throws RequestError. */
export function read<T>(path: string, query: Query = {}): Promise<T> {
  return answer<T>(withQuery(path, query), { headers: { accept: 'application/json' } });
}

/** Changes something; throws RequestError. */
export function change<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', [changeHeader]: '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return answer<T>(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
