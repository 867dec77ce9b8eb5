import { createServer, type ServerOptions } from 'node:https';
import { join } from 'node:path';
import { instantToIso } from '@center/contract';
import type { StationHealth } from '@center/contract/station-api';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type FastifyInstance, fastify, type RouteOptions } from 'fastify';
import { messageOf } from '../errors.ts';
import { guardAccess } from './access.ts';
import { archiveRoutes } from './archive.ts';
import { auditRoutes } from './audit-list.ts';
import type { Binding } from './binding.ts';
import { channelRoutes } from './channels.ts';
import { connectionRoutes } from './connection.ts';
import type { StationDeps } from './deps.ts';
import { deviceRoutes } from './devices.ts';
import { doseRoutes } from './dose.ts';
import { doseExportRoutes } from './dose-export.ts';
import { mappingRoutes } from './dose-mapping.ts';
import { boardRoute } from './equipment-board.ts';
import { calendarRoutes } from './equipment-calendars.ts';
import { equipmentCardRoutes } from './equipment-cards.ts';
import { dailyRoutes } from './equipment-daily.ts';
import { equipmentDeviceRoutes } from './equipment-device.ts';
import { fleetRoutes } from './equipment-fleet.ts';
import { planRoutes } from './equipment-plan.ts';
import { powerRoutes } from './equipment-power.ts';
import { recordCreationRoutes } from './equipment-record-create.ts';
import { equipmentRecordRoutes } from './equipment-record-routes.ts';
import { reportRoutes } from './equipment-report.ts';
import { findingRoutes } from './findings.ts';
import { noticeRoutes } from './notices.ts';
import { overviewRoutes } from './overview.ts';
import { peopleRoutes } from './people.ts';
import { problemOf, refusalOf } from './problems.ts';
import { pushRoute } from './push.ts';
import { recordRoutes } from './records.ts';
import { importRoutes } from './register-import.ts';
import { registerRoutes } from './registers.ts';
import { reviewRoutes } from './reviews.ts';
import { settingRoutes } from './settings.ts';
import { signedPageRoutes } from './signed-pages.ts';
import { staticPage } from './static-page.ts';
import { studyRoutes } from './studies.ts';
import { studyViews } from './study-view.ts';

/** A request body is a form, never a file: signed pages have their own route and limit. */
const bodyLimit = 64 * 1024;
const requestsPerMinute = 900;

/** Taken as sent or refused with all reasons: nothing is coerced, stripped or filled in. */
const asSent = {
  coerceTypes: false as const,
  removeAdditional: false,
  useDefaults: false,
  allErrors: true,
  keywords: ['dataClass'],
};

/** The station's own application, without listening: tests inject requests into it. */
export async function buildStation(
  deps: StationDeps,
  binding: Binding,
  onRoute: (route: RouteOptions) => void = () => undefined,
): Promise<FastifyInstance> {
  const options = {
    bodyLimit,
    ajv: { customOptions: asSent },
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true as const,
  };
  const app: FastifyInstance =
    binding.kind === 'tls'
      ? fastify({ ...options, serverFactory: (handler) => createServer(tlsOf(binding), handler) })
      : fastify(options);
  app.addHook('onRoute', onRoute);
  refuseInOurWords(app, deps);
  await app.register(helmet, headersOf(binding));
  await app.register(cookie);
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: () => ({ statusCode: 429, ...problemOf('too-many-requests').body }),
  });
  guardAccess(app, deps, binding);
  app.addHook('onSend', async (request, reply, payload) => {
    // What names a patient is kept by no cache.
    if (request.routeOptions.url?.startsWith('/api/') === true) reply.header('cache-control', 'no-store');
    return payload;
  });
  health(app, deps);
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const views = studyViews(deps);
  peopleRoutes(typed, deps, binding);
  overviewRoutes(typed, deps, views);
  findingRoutes(typed, deps, views);
  studyRoutes(typed, deps, views);
  recordRoutes(typed, deps, views);
  signedPageRoutes(typed, deps);
  reviewRoutes(typed, deps, views);
  deviceRoutes(typed, deps);
  doseRoutes(typed, deps);
  mappingRoutes(typed, deps);
  doseExportRoutes(typed, deps);
  registerRoutes(typed, deps);
  importRoutes(typed, deps);
  archiveRoutes(typed, deps, views);
  channelRoutes(typed, deps);
  boardRoute(typed, deps);
  equipmentCardRoutes(typed, deps);
  calendarRoutes(typed, deps);
  equipmentDeviceRoutes(typed, deps);
  powerRoutes(typed, deps);
  recordCreationRoutes(typed, deps);
  equipmentRecordRoutes(typed, deps);
  dailyRoutes(typed, deps);
  planRoutes(typed, deps);
  fleetRoutes(typed, deps);
  reportRoutes(typed, deps);
  noticeRoutes(typed, deps);
  pushRoute(typed, deps);
  connectionRoutes(typed, deps);
  auditRoutes(typed, deps);
  settingRoutes(typed, deps);
  await staticPage(app, deps.pageFolder ?? join(import.meta.dirname, '..', '..', 'page', 'dist'));
  return app;
}

function tlsOf({ cert, key }: Extract<Binding, { kind: 'tls' }>): ServerOptions {
  return { cert, key, minVersion: 'TLSv1.2' };
}

function refuseInOurWords(app: FastifyInstance, deps: StationDeps): void {
  app.setErrorHandler((fault, request, reply) => {
    // The reply may have been meant as a file of another kind.
    reply.type('application/json');
    const refused = refusalOf(fault);
    if (refused !== undefined) {
      const { status, body } = problemOf(refused.code, refused.details);
      return reply.status(status).send(body);
    }
    const { statusCode, validation } = partsOf(fault);
    if (statusCode === 429) return reply.status(429).send(problemOf('too-many-requests').body);
    const signedPage = request.routeOptions.url === '/api/pages';
    if (statusCode === 413)
      return reply.status(413).send(problemOf(signedPage ? 'page-too-large' : 'body-too-large').body);
    if (statusCode === 415) return reply.status(415).send(problemOf(signedPage ? 'page-type' : 'body-type').body);
    if (statusCode !== undefined && statusCode < 500) {
      return reply.status(400).send(problemOf('request-invalid', validation ?? [messageOf(fault)]).body);
    }
    deps.log.error({ err: fault }, 'the station could not answer');
    return reply.status(500).send(problemOf('internal').body);
  });
}

function partsOf(fault: unknown): { statusCode: number | undefined; validation: readonly string[] | undefined } {
  if (typeof fault !== 'object' || fault === null) return { statusCode: undefined, validation: undefined };
  const statusCode = 'statusCode' in fault && typeof fault.statusCode === 'number' ? fault.statusCode : undefined;
  const list: readonly unknown[] | undefined =
    'validation' in fault && Array.isArray(fault.validation) ? fault.validation : undefined;
  const validation = list?.map((each) => {
    if (typeof each !== 'object' || each === null) return String(each);
    const path = 'instancePath' in each && typeof each.instancePath === 'string' ? each.instancePath : '';
    const message = 'message' in each && typeof each.message === 'string' ? each.message : '';
    return `${path} ${message}`.trim();
  });
  return { statusCode, validation: validation?.slice(0, 20) };
}

/** The UI kit writes its styles into the page; everything else comes from here and only from here. */
function headersOf(binding: Binding) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: binding.kind === 'tls',
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
  };
}

function health(app: FastifyInstance, { ledger, now }: StationDeps): void {
  const startedAt = instantToIso(now());
  app.get('/health', { config: { access: 'public' } }, (_request, reply): StationHealth => {
    let entries = 0;
    let ok = true;
    try {
      entries = ledger.head().seq;
      ledger.studies.count();
    } catch {
      ok = false;
      reply.status(503);
    }
    return {
      status: ok ? 'ok' : 'failing',
      name: 'station',
      startedAt,
      now: instantToIso(now()),
      ledger: { ok, entries },
    };
  });
}
