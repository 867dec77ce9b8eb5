import { join } from 'node:path';
import { instant } from '@center/contract';
import cron from 'node-cron';
import { type Logger, pino } from 'pino';
import { defaultBackOff, defaultLivenessLimits, defaultUploadCalendar, defaultWitnessLimits } from '../core/index.ts';
import { buildServer, type ConsoleContext } from './api/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ConsoleConfig, checkConfig, type TargetConfig } from './config.ts';
import { agentKeys, openGroupCommit, openHeartbeats, openWitness, wordFreezer } from './ingest/index.ts';
import { openConsoleKey } from './keys.ts';
import { type LocalReceiver, startLocalReceiver } from './local-receiver.ts';
import { hashPassword, readableSecret } from './passwords.ts';
import { system, writeAudit } from './store/audit.ts';
import { type Database, openDatabase } from './store/database.ts';
import { addUser, allUsers } from './store/people.ts';
import { ensureRuleSet } from './store/rule-sets.ts';
import { syncTargets } from './store/uploads.ts';
import { buildOwedPackages, type Connector, dropFolder, httpsJson, openCourier } from './upload/index.ts';

/** Raised with the release. */
const consoleVersion = '0.1.0';
/** Most that a sudden end takes from the console's own record of whom it heard. */
const witnessEveryMs = 30_000;

export interface StartOptions extends ConsoleConfig {
  readonly log?: Logger;
  readonly clock?: Clock;
}

export interface RunningConsole {
  /** Address without trailing slash. */
  readonly url: string;
  /** Only on the first start: password of the administrator `admin`, told once and kept nowhere. */
  readonly firstPassword?: string;
  /** Raw Ed25519 key, base64: with it a receiver checks the packages. */
  readonly publicKey: string;
  /** Where the local receiver takes packages, when one was asked for. */
  readonly receiverUrl?: string;
  /** Stops intake, finishes what is in hand, closes the store. */
  close(): Promise<void>;
}

/** The configuration is wrong; `problems` names every fault. */
export class ConfigFault extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('the configuration of the console is wrong');
    this.problems = problems;
  }
}

async function ensureAdministrator(db: Database, demo: boolean, now: number): Promise<string | undefined> {
  if (allUsers(db).length > 0) return undefined;
  const password = readableSecret(4);
  const passwordHash = await hashPassword(password);
  db.transaction(() => {
    const user = addUser(
      db,
      { name: 'admin', displayName: '管理员', role: 'administrator', scope: 'all', passwordHash, mustChange: !demo },
      now,
    );
    writeAudit(db, { at: now, actor: system, action: 'first-administrator', object: user.user_id });
  });
  return password;
}

function localTarget(receiver: LocalReceiver): TargetConfig {
  return {
    id: 'local-receiver',
    name: '本机接收端（代替监管平台） Local receiver',
    connector: 'https-json',
    url: receiver.url,
  };
}

function connectorOf(target: TargetConfig, clock: Clock): Connector {
  if (target.connector === 'drop-folder') return dropFolder(target.folder);
  return httpsJson(
    {
      url: target.url,
      tokenFile: target.tokenFile,
      caFile: target.caFile,
      timeoutMs: (target.timeoutSeconds ?? 30) * 1000,
    },
    clock,
  );
}

/** Owed packages are built every day at this time, and once at start. */
function scheduleBuilds(buildAt: string, build: () => void): () => void {
  const [hour = '3', minute = '17'] = buildAt.split(':');
  const task = cron.schedule(`${Number(minute)} ${Number(hour)} * * *`, build, { timezone: 'Asia/Shanghai' });
  return () => {
    void task.destroy();
  };
}

/**
 * Starts a console: opens (or makes) its store and key, publishes the default rule set on the first run, listens, delivers. Throws ConfigFault, StoreTooNew, or what the
 * system says of a port that is taken.
 */
export async function startConsole(options: StartOptions): Promise<RunningConsole> {
  const {
    log = pino({ level: options.logLevel ?? 'info' }, pino.destination(2)),
    clock = systemClock,
    ...raw
  } = options;
  const checked = checkConfig(raw);
  if (!checked.ok) throw new ConfigFault(checked.problems);
  const { config } = checked;
  const uploads = config.uploads ?? {};
  const db = openDatabase(config.dataFolder);
  let receiver: LocalReceiver | undefined;
  try {
    const key = openConsoleKey(config.dataFolder);
    const startedAt = clock();
    ensureRuleSet(db, key, startedAt);
    const firstPassword = await ensureAdministrator(db, config.demo ?? false, startedAt);
    receiver =
      config.localReceiver === undefined
        ? undefined
        : await startLocalReceiver({
            folder: config.localReceiver.folder ?? join(config.dataFolder, 'local-receiver'),
            port: config.localReceiver.port,
            consolePublicKey: () => key.publicKey,
            clock,
          });
    const configured = [...(uploads.targets ?? []), ...(receiver === undefined ? [] : [localTarget(receiver)])];
    syncTargets(
      db,
      configured.map((target) => ({
        target_id: target.id,
        name: target.name,
        connector: target.connector,
        address: target.connector === 'drop-folder' ? target.folder : target.url,
      })),
      startedAt,
    );

    const ingest = openGroupCommit(db, wordFreezer(), clock);
    const heartbeats = openHeartbeats(db);
    const witness = openWitness(db, clock, defaultWitnessLimits);
    const calendar = { dueDay: uploads.dueDay ?? defaultUploadCalendar.dueDay };
    const context: ConsoleContext = {
      db,
      key,
      clock,
      version: consoleVersion,
      startedAt,
      secure: config.tls !== undefined,
      ingest,
      heartbeats,
      witness,
      witnessLimits: defaultWitnessLimits,
      agentKeys: agentKeys(db),
      liveness: {
        lateAfterMs: (config.lateAfterSeconds ?? defaultLivenessLimits.lateAfterMs / 1000) * 1000,
        silentAfterMs: (config.silentAfterSeconds ?? defaultLivenessLimits.silentAfterMs / 1000) * 1000,
      },
      calendar,
      kickCourier: () => {
        courier.kick();
      },
    };
    const app = await buildServer(context, {
      log,
      tls: config.tls,
      pageFolder: config.pageFolder ?? join(import.meta.dirname, '..', 'page', 'dist'),
    });
    const listened = await app.listen({ host: config.host ?? '127.0.0.1', port: config.port ?? 7400 });
    // The server behind is made by us, so that Fastify does not know that it speaks TLS.
    const url = config.tls === undefined ? listened : listened.replace(/^http:/, 'https:');

    const courier = openCourier({
      db,
      connectors: new Map(configured.map((target) => [target.id, connectorOf(target, clock)])),
      clock,
      backOff: {
        firstMs: (uploads.firstRetrySeconds ?? defaultBackOff.firstMs / 1000) * 1000,
        longestMs: (uploads.longestRetrySeconds ?? defaultBackOff.longestMs / 1000) * 1000,
      },
      receiptEveryMs: (uploads.receiptEverySeconds ?? 300) * 1000,
      everyMs: (uploads.pollEverySeconds ?? 5) * 1000,
      log,
    });
    const build = (): void => {
      if (buildOwedPackages(db, key, calendar, clock, log) > 0) courier.kick();
    };
    build();
    const unschedule = scheduleBuilds(uploads.buildAt ?? '03:17', build);
    witness.flush();
    const pulse = setInterval(() => {
      witness.flush();
    }, witnessEveryMs);

    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      unschedule();
      clearInterval(pulse);
      await app.close();
      await courier.close();
      await receiver?.close();
      ingest.close();
      heartbeats.flush();
      witness.flush();
      db.close();
      log.info('the console has stopped');
    };
    log.info({ url, startedAt: instant(startedAt) }, 'the console listens');
    return {
      url,
      ...(firstPassword === undefined ? {} : { firstPassword }),
      publicKey: key.publicKey,
      ...(receiver === undefined ? {} : { receiverUrl: receiver.url }),
      close: async () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await receiver?.close();
    db.close();
    throw error;
  }
}
