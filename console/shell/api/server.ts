import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import scalar from '@scalar/fastify-api-reference';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { type ProblemCode, problemOf, Refusal } from '../problems.ts';
import { guardRoutes } from './access.ts';
import { agentRoutes } from './agent-routes.ts';
import { archiveExportRoutes } from './archive-export.ts';
import { archiveRoutes } from './archive-routes.ts';
import { centerRoutes } from './center-routes.ts';
import type { ConsoleContext, Server } from './context.ts';
import { doseRoutes } from './dose-routes.ts';
import { equipmentExportRoutes } from './equipment-export.ts';
import { equipmentRoutes } from './equipment-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { findingRoutes } from './finding-routes.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { healthRoute } from './health-route.ts';
import { operationRoutes } from './operation-routes.ts';
import { overviewRoute } from './overview-route.ts';
import { servePage } from './page.ts';
import { sessionRoutes } from './session-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { userRoutes } from './user-routes.ts';

export interface ServerOptions {
  readonly log: Logger;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Folder of the built page. */
  readonly pageFolder: string | undefined;
}

// The documentation's own script is inline; it reaches nothing but this server, because nothing else may be connected to.
const policy = {
  page: "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  documentation:
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
} as const;

function codeOf(error: FastifyError): ProblemCode {
  if (error.validation !== undefined) return 'request-invalid';
  if (error.statusCode === 413) return 'batch-too-large';
  if (error.statusCode === 429) return 'too-many-requests';
  return error.statusCode !== undefined && error.statusCode < 500 ? 'request-invalid' : 'internal';
}

function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return reply.code(error.status).send(problemOf(error.code, error.details));
  const code = codeOf(error);
  if (code === 'internal') request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
  const details =
    error.validation?.map(
      (fault) => `${error.validationContext ?? ''}${fault.instancePath}: ${fault.message ?? fault.keyword}`,
    ) ?? [];
  const status = code === 'internal' ? 500 : (error.statusCode ?? 400);
  return reply.code(status).send(problemOf(code, details.slice(0, 20)));
}

/** Text of a query becomes a number where the schema asks for one: queries are the only place where a value has no type of its own. */
function numbersInQuery(app: Server): void {
  const whole = (schema: unknown): schema is { type: 'integer' } =>
    typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'integer';
  app.addHook('preValidation', async (request) => {
    const schema: unknown = request.routeOptions.schema?.querystring;
    if (
      typeof schema !== 'object' ||
      schema === null ||
      !('properties' in schema) ||
      typeof schema.properties !== 'object' ||
      schema.properties === null
    )
      return;
    const { query } = request;
    if (typeof query !== 'object' || query === null) return;
    const properties: Readonly<Record<string, unknown>> = { ...schema.properties };
    for (const [name, value] of Object.entries(query)) {
      if (whole(properties[name]) && typeof value === 'string' && /^\d{1,9}$/.test(value))
        Object.assign(query, { [name]: Number(value) });
    }
  });
}

/** The console's HTTP server with every route; it does not listen yet. */
export async function buildServer(context: ConsoleContext, options: ServerOptions): Promise<Server> {
  const { tls } = options;
  const loggerInstance: FastifyBaseLogger = options.log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    // Evidence is taken as sent or refused with reasons; Fastify's defaults would bend it.
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: true,
        strict: false,
      },
    },
    forceCloseConnections: 'idle',
    serverFactory: (handler) =>
      tls === undefined
        ? createServer(handler)
        : createSecureServer(
            { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile), minVersion: 'TLSv1.2' },
            handler,
          ),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(answerError);

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: tls !== undefined,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(rateLimit, { global: false });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Console',
        version: context.version,
        description:
          '影像诊断中心合规监测·监管端接口 — the supervisors’ console. Changing requests carry x-console-request.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'console_session' } } },
    },
  });
  app.addHook('onSend', async (request, reply) => {
    void reply.header(
      'content-security-policy',
      request.url.startsWith('/documentation') ? policy.documentation : policy.page,
    );
    if (request.routeOptions.url?.startsWith('/api') === true) void reply.header('cache-control', 'no-store');
  });
  guardRoutes(app, context);
  numbersInQuery(app);

  const parts = [
    agentRoutes,
    sessionRoutes,
    userRoutes,
    overviewRoute,
    centerRoutes,
    findingRoutes,
    doseRoutes,
    archiveRoutes,
    equipmentRoutes,
    fleetRoutes,
    uploadRoutes,
    operationRoutes,
    exportRoutes,
    archiveExportRoutes,
    equipmentExportRoutes,
    healthRoute,
  ];
  for (const part of parts) part(app, context);
  await app.register(scalar, {
    routePrefix: '/documentation',
    configuration: {
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  await servePage(app, options.pageFolder);
  return app;
}
