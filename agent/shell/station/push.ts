import { SlugText } from '@center/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const PushPath = Type.Object({ name: SlugText });
const bodyLimit = 4 * 1024;
/** A device tells of itself once or twice a minute; whatever asks oftener is none. */
const attempts = { rateLimit: { max: 120, timeWindow: 60_000 } } as const;

/**
 * POST /api/push/:name: a device tells that it is alive. The signature in its headers is its only right, so it needs no login and no header of the page; a name that is not there and a
 * wrong signature get the same answer.
 */
export function pushRoute(app: TypedApp, deps: StationDeps): void {
  const { push, now, log } = deps;
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, parsed) => parsed(null, body));
    scope
      .withTypeProvider<TypeBoxTypeProvider>()
      .post(
        '/api/push/:name',
        { bodyLimit, config: { access: 'device', ...attempts }, schema: { params: PushPath } },
        (request, reply) => {
          const { name } = request.params;
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const answer = push?.(name, { headers: request.headers, body, now: now() });
          if (answer?.kind === 'taken') return reply.status(204).send();
          log.warn({ name, why: answer?.why ?? 'unknown-name' }, 'a heartbeat was refused');
          throw new Refusal('push-refused');
        },
      );
    done();
  });
}
