import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problemOf } from './problems.ts';

const unbuilt =
  '<!doctype html><meta charset="utf-8"><title>station</title><p>页面尚未构建：请运行 npm run build:pages</p><p>The page has not been built: run npm run build:pages</p>';

/**
 * The built page's own files, which hold nothing of any patient; every other path that is no API is a screen of the page. The folder is looked at anew at every
 * request: a page that is built while the station runs is shown at the next one.
 */
export async function staticPage(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      index: false,
      setHeaders(response, path) {
        const lasting = path.includes('/assets/');
        response.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    const show = (reply: FastifyReply): FastifyReply =>
      existsSync(join(folder, 'index.html')) ? reply.sendFile('index.html') : reply.type('text/html').send(unbuilt);
    scope.get('/', (_request, reply) => show(reply));
    scope.setNotFoundHandler((request, reply) => {
      const screen = request.method === 'GET' && !/^\/(api|assets)\//.test(request.url);
      return screen ? show(reply) : reply.status(404).type('application/json').send(problemOf('not-found').body);
    });
  });
}
