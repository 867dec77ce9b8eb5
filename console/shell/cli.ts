import { parseArgs } from 'node:util';
import { type ConfigResult, checkConfig, readConfig } from './config.ts';
import { ConfigFault, startConsole } from './index.ts';
import { hashPassword, readableSecret } from './passwords.ts';
import { walkAudit, writeAudit } from './store/audit.ts';
import { openDatabase, StoreTooNew } from './store/database.ts';
import { setPassword, userByName } from './store/people.ts';

const usage = `用法 Usage:
  console run [--config FILE] [--data DIR] [--port 7400] [--host 127.0.0.1]   启动监管端 start the console
              [--receiver PORT]  本机接收端 a local receiver standing in for the regulator
              [--demo] [--json]  演示 keep the first password; 一行 JSON one line of JSON when it listens
  console user reset NAME [--config FILE | --data DIR]                        重置密码 a new one-time password
  console verify [--config FILE | --data DIR]                                 核对审计链 walk the audit chain
`;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

interface Flags {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly receiver?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** A port as typed; what is no number is left for the check to name. */
function wholeOrText(typed: string): number | string {
  return /^\d+$/.test(typed) ? Number(typed) : typed;
}

/** The configuration of the file, with what the command line says on top. */
function configOf(flags: Flags): ConfigResult {
  const base: ConfigResult =
    flags.config === undefined
      ? { ok: true, config: { dataFolder: flags.data ?? './data/console' } }
      : readConfig(flags.config);
  if (!base.ok) return base;
  return checkConfig({
    ...base.config,
    ...(flags.data === undefined ? {} : { dataFolder: flags.data }),
    ...(flags.port === undefined ? {} : { port: wholeOrText(flags.port) }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags.receiver === undefined
      ? {}
      : { localReceiver: { ...base.config.localReceiver, port: wholeOrText(flags.receiver) } }),
    ...(flags.demo === undefined ? {} : { demo: flags.demo }),
  });
}

async function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve(signal);
      });
    }
  });
}

/** Known ways of failing to start, in words; anything else is thrown on. */
function startProblem(error: unknown): string | undefined {
  if (error instanceof ConfigFault) return error.problems.join('\n');
  if (error instanceof StoreTooNew)
    return `数据由更新版本写入 The store was written by a newer program: ${error.message}`;
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'EADDRINUSE')
    return `端口已被占用，请用 --port 换一个 The port is in use; choose another with --port: ${error.message}`;
  if (error.code === 'EACCES') return `没有权限 No permission: ${error.message}`;
  return undefined;
}

async function run(flags: Flags): Promise<number> {
  const checked = configOf(flags);
  if (!checked.ok) {
    complain(`配置有误 The configuration is wrong:\n${checked.problems.map((problem) => `  ${problem}`).join('\n')}`);
    return 1;
  }
  const stopped = untilStopped();
  try {
    const running = await startConsole(checked.config);
    const { url, firstPassword, publicKey, receiverUrl } = running;
    if (flags.json === true) say(JSON.stringify({ url, firstPassword, publicKey, receiverUrl }));
    else {
      say(`监管端 Console: ${url}`);
      if (receiverUrl !== undefined) say(`本机接收端 Local receiver: ${receiverUrl}`);
      if (firstPassword !== undefined) say(`首次登录 First login: admin / ${firstPassword}（仅显示一次 shown once）`);
    }
    await stopped;
    await running.close();
    return 0;
  } catch (error) {
    const problem = startProblem(error);
    if (problem === undefined) throw error;
    complain(problem);
    return 1;
  }
}

async function resetUser(flags: Flags, name: string): Promise<number> {
  const checked = configOf(flags);
  if (!checked.ok) {
    complain(checked.problems.join('\n'));
    return 1;
  }
  const password = readableSecret(4);
  const hash = await hashPassword(password);
  const db = openDatabase(checked.config.dataFolder);
  try {
    const user = userByName(db, name);
    if (user === undefined) {
      complain(`没有此用户 No such user: ${name}`);
      return 1;
    }
    db.transaction(() => {
      setPassword(db, user.user_id, hash, true);
      writeAudit(db, {
        at: Date.now(),
        actor: { name: 'command line', role: 'operator' },
        action: 'password-reset',
        object: user.user_id,
      });
    });
    say(`${user.name}: ${password}（下次登录须修改 to be changed at the next login）`);
    return 0;
  } finally {
    db.close();
  }
}

function verify(flags: Flags): number {
  const checked = configOf(flags);
  if (!checked.ok) {
    complain(checked.problems.join('\n'));
    return 1;
  }
  const db = openDatabase(checked.config.dataFolder);
  try {
    const chain = walkAudit(db);
    if (chain.brokenAt !== null) {
      complain(`审计链在第 ${chain.brokenAt} 行断开 The audit chain breaks at row ${chain.brokenAt}`);
      return 1;
    }
    say(`审计链完整 The audit chain holds: ${chain.length} 行 rows, ${chain.head ?? '-'}`);
    return 0;
  } finally {
    db.close();
  }
}

/** Runs one command; the exit code is 0 done, 1 could not, 2 not understood. */
export async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        receiver: { type: 'string' },
        demo: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    complain(`${error.message}\n${usage}`);
    return 2;
  }
  const { positionals, values } = parsed;
  const [command = 'run', sub, name] = positionals;
  if (values.help === true) {
    say(usage);
    return 0;
  }
  if (command === 'run' && positionals.length <= 1) return run(values);
  if (command === 'user' && sub === 'reset' && name !== undefined) return resetUser(values, name);
  if (command === 'verify' && positionals.length === 1) return verify(values);
  complain(usage);
  return 2;
}
