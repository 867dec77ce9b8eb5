import { ConsoleHealth, instant, instantToIso } from '@center/contract';
import type { ConsoleContext, Server } from './context.ts';

/** Facts of the host, asked for once and only when somebody looks: the library starts programs for some of them. */
async function hostFacts(): Promise<ConsoleHealth['host']> {
  const { mem, cpu, osInfo } = await import('systeminformation');
  const [memory, processor, os] = await Promise.all([mem(), cpu(), osInfo()]);
  return {
    memoryBytes: memory.total,
    freeMemoryBytes: memory.available,
    cores: processor.cores,
    platform: `${os.platform} ${os.arch}`,
  };
}

/** Says whether the console can write down what it is sent. Without login, and without a word about any center. */
export function healthRoute(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;
  let host: { readonly at: number; readonly facts: Promise<ConsoleHealth['host']> } | undefined;

  app.get(
    '/health',
    { schema: { tags: ['health'], response: { 200: ConsoleHealth, 503: ConsoleHealth } } },
    async (request, reply) => {
      const now = clock();
      if (host === undefined || now - host.at > 60_000) host = { at: now, facts: hostFacts() };
      let ok = true;
      try {
        db.prepare<{ n: number }>('SELECT count(*) AS n FROM schema_version').get();
      } catch (error) {
        request.log.error({ err: error }, 'the store does not answer');
        ok = false;
      }
      void reply.code(ok ? 200 : 503);
      return {
        status: ok ? ('ok' as const) : ('failing' as const),
        name: 'console' as const,
        version: context.version,
        startedAt: instantToIso(instant(context.startedAt)),
        now: instantToIso(now),
        store: { ok, schemaVersion: db.schemaVersion },
        host: await host.facts,
      };
    },
  );
}
