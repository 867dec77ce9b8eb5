import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from '../problems.ts';
import type { Server } from './context.ts';

/** The built page, with its own paths answered by its first document; the API's unknown paths stay problems. */
export async function servePage(app: Server, folder: string | undefined): Promise<void> {
  const index = folder === undefined ? undefined : join(folder, 'index.html');
  const built = folder !== undefined && index !== undefined && existsSync(index);
  if (built) {
    // Names of built files carry a hash of their content; the first document is asked for every time.
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      setHeaders: (response, path) => {
        void response.header(
          'cache-control',
          path.includes(`${join(folder, 'assets')}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  const firstDocument = (reply: FastifyReply): FastifyReply => {
    void reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8');
    if (built) return reply.send(readFileSync(index));
    return reply
      .code(503)
      .send(
        '<!doctype html><meta charset="utf-8"><title>console</title><p>页面尚未构建：npm run build:pages</p><p>The page is not built yet: npm run build:pages</p>',
      );
  };
  app.get('/', { schema: { hide: true } }, (_request, reply) => firstDocument(reply));
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const wantsPage =
      request.method === 'GET' &&
      !/^\/(api|documentation|assets|health)(\/|$|\?)/.test(request.url) &&
      (request.headers.accept ?? '').includes('text/html');
    return wantsPage ? firstDocument(reply) : reply.code(404).send(problemOf('not-found'));
  });
}
