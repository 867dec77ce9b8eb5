import type { Problem } from '@center/contract';
import type { stationBackgroundHeader, stationRequestHeader } from '@center/contract/station-api';

/** The station refused (with `problem`), or could not be reached or read (without). */
export class RequestError extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined, options?: ErrorOptions) {
    super(problem?.code ?? `http ${status}`, options);
    this.status = status;
    this.problem = problem;
  }
}

// Held to the contract's constants by type alone: the modules behind them would bring every schema into the page.
const changeHeader: typeof stationRequestHeader = 'x-station-request';
const backgroundHeader: typeof stationBackgroundHeader = 'x-station-background';

/** A page left open asks again by itself; that is no person at the desk and must not keep a session alive. */
const awayAfterMs = 60_000;
let lastTouch = Date.now();
for (const sign of ['pointerdown', 'keydown', 'wheel'] as const) {
  document.addEventListener(sign, () => (lastTouch = Date.now()), { passive: true, capture: true });
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** `path?key=value` without the keys that have no value. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
}

async function refusal(response: Response): Promise<RequestError> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (fault) {
    return new RequestError(response.status, undefined, { cause: fault });
  }
  return new RequestError(response.status, isProblem(body) ? body : undefined);
}

async function answer<T>(path: string, own: Record<string, string>, init: RequestInit = {}): Promise<T> {
  const away = Date.now() - lastTouch > awayAfterMs;
  const headers = { accept: 'application/json', ...own, ...(away ? { [backgroundHeader]: '1' } : {}) };
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init, headers });
  } catch (fault) {
    throw new RequestError(0, undefined, { cause: fault });
  }
  if (!response.ok) throw await refusal(response);
  const body: unknown = response.status === 204 ? undefined : await response.json();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and station are one build, and the station's handlers are typed by the same schemas
  return body as T;
}

/** Reads; throws RequestError. */
export function read<T>(path: string, query: Query = {}): Promise<T> {
  return answer<T>(withQuery(path, query), {});
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Changes something; throws RequestError. */
export function change<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { [changeHeader]: '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return answer<T>(path, headers, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** Sends the bytes of one file as they are; throws RequestError. */
export function sendFile<T>(path: string, file: Blob): Promise<T> {
  return answer<T>(path, { [changeHeader]: '1', 'content-type': file.type }, { method: 'POST', body: file });
}
