import { consoleRequestHeader } from '@center/contract';
import type { FastifyRequest } from 'fastify';
import { inScope, mayDo } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import type { Actor } from '../store/audit.ts';
import { findSession, scopeOf } from '../store/people.ts';
import type { ConsoleContext, Person, Server } from './context.ts';

export const sessionCookie = 'console_session';

/** A change must come from this console's own page: own origin, own header, and what the browser says of its site. */
function refuseForeign(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreignOrigin = origin !== undefined && origin !== `http://${host ?? ''}` && origin !== `https://${host ?? ''}`;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreignOrigin || foreignSite || request.headers[consoleRequestHeader] === undefined)
    throw new Refusal('foreign-origin');
}

function personOf(context: ConsoleContext, request: FastifyRequest): Person {
  const token = request.cookies[sessionCookie];
  const open = token === undefined ? undefined : findSession(context.db, token, context.clock());
  if (token === undefined || open === undefined) throw new Refusal('signed-out');
  const { user } = open;
  return {
    userId: user.user_id,
    name: user.name,
    role: user.role,
    scope: scopeOf(user),
    token,
    expiresAt: open.expiresAt,
    mustChangePassword: user.must_change === 1,
  };
}

/** The one place where a request of a person is let in or not. A route of the API that does not say what it needs does not start. */
export function guardRoutes(app: Server, context: ConsoleContext): void {
  app.decorateRequest('consolePerson', null);
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api') && route.config?.act === undefined)
      throw new Error(`route ${route.url} does not say who may use it`);
  });
  app.addHook('onRequest', async (request) => {
    // Asked of the route that was found, never of the address as sent: `/%61pi` finds the same route.
    const { config, url = '' } = request.routeOptions;
    const { act } = config;
    if (act === undefined || request.is404) return;
    const agentRoute = url.startsWith('/api/agent/');
    if (!agentRoute) refuseForeign(request);
    if (act === 'open') return;
    const person = personOf(context, request);
    request.consolePerson = person;
    if (act === 'signed-in') return;
    if (person.mustChangePassword) throw new Refusal('password-change-required');
    if (!mayDo(person.role, act)) throw new Refusal('forbidden');
  });
}

/** The person behind a guarded route. */
export function who(request: FastifyRequest): Person {
  if (request.consolePerson === null) throw new Refusal('signed-out');
  return request.consolePerson;
}

/** Refuses a facility outside the person's area as if it did not exist. */
export function withinScope(person: Person, facilityId: string): void {
  if (!inScope(person.scope, facilityId)) throw new Refusal('not-found');
}

export function actorOf(request: FastifyRequest): Actor {
  const person = who(request);
  return { name: person.name, role: person.role, address: request.ip };
}
