import { stationBackgroundHeader, stationRequestHeader } from '@center/contract/station-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { UserRow } from '../ledger/index.ts';
import { type Binding, isOwnHost } from './binding.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import { sessionOf } from './sessions.ts';

/**
 * Who may use a route. A route that says nothing is for signed-in people with a password of their own.
 * - `public`: everybody. `device`: a program without a page, whose signature the route itself checks. `signed-in`: also with a one-time password. `administrator`: administrators only.
 */
export type Access = 'public' | 'device' | 'signed-in' | 'person' | 'administrator';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    person: UserRow | undefined;
    tokenSha256: string | undefined;
  }
}

/** `__Host-` binds the cookie to this very host; browsers take it only over TLS. */
export function cookieName(binding: Binding): string {
  return binding.kind === 'tls' ? '__Host-station' : 'station';
}

function refuseForeign(request: FastifyRequest, binding: Binding): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host } = request.headers;
  const own = `${binding.kind === 'tls' ? 'https' : 'http'}://${host ?? ''}`;
  const site = request.headers['sec-fetch-site'];
  const foreign = origin === undefined ? site !== undefined && site !== 'same-origin' : origin !== own;
  if (foreign || request.headers[stationRequestHeader] === undefined) throw new Refusal('foreign-origin');
}

/** The page's files and screens are everybody's; an API path that no route serves is told to nobody without a login. */
function accessOf(request: FastifyRequest): Access {
  const { config, url } = request.routeOptions;
  const unserved = request.is404 || url === '/*';
  if (unserved) return request.url.startsWith('/api/') ? 'person' : 'public';
  return config.access ?? 'person';
}

/** Every request passes here before anything of it is read. */
export function guardAccess(app: FastifyInstance, deps: StationDeps, binding: Binding): void {
  app.decorateRequest('person', undefined);
  app.decorateRequest('tokenSha256', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isOwnHost(binding, deps.config, request.headers.host)) throw new Refusal('foreign-origin');
    const access = accessOf(request);
    if (access === 'device') {
      done();
      return;
    }
    refuseForeign(request, binding);
    const background = request.headers[stationBackgroundHeader] !== undefined;
    const session = sessionOf(deps.ledger, request.cookies[cookieName(binding)], deps.now(), background);
    request.person = session?.user;
    request.tokenSha256 = session?.tokenSha256;
    if (access !== 'public') {
      if (session === undefined) throw new Refusal('signed-out');
      if (access !== 'signed-in' && session.user.mustChange) throw new Refusal('password-change-required');
      if (access === 'administrator' && session.user.role !== 'administrator') throw new Refusal('forbidden');
    }
    done();
  });
}

/** The person of a guarded request. */
export function personOf(request: FastifyRequest): UserRow {
  if (request.person === undefined) throw new Refusal('signed-out');
  return request.person;
}
