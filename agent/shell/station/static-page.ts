import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problemOf } from './problems.ts';

const unbuilt =
  '<!doctype html><meta charset="utf-8"><title>station</title><p>页面尚未构建：请运行 npm run build:pages</p><p>The page has not been built: run npm run build:pages</p>';

/** The built page's own files, which hold nothing of any patient; every other path that is no API is a screen of the page. */
export async function staticPage(app: FastifyInstance, folder: string | undefined): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    if (folder !== undefined) {
      await scope.register(fastifyStatic, {
        root: folder,
        wildcard: false,
        index: false,
        setHeaders(response, path) {
          const lasting = path.includes('/assets/');
          response.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
    }
    const show = (reply: FastifyReply): FastifyReply =>
      folder === undefined ? reply.type('text/html').send(unbuilt) : reply.sendFile('index.html');
    scope.get('/', (_request, reply) => show(reply));
    scope.setNotFoundHandler((request, reply) => {
      if (request.method === 'GET' && !request.url.startsWith('/api/')) return show(reply);
      return reply.status(404).send(problemOf('not-found').body);
    });
  });
}
