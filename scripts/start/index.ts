// `npm start`: a console and one enrolled agent on this machine, a demonstration center or real input, and what was found in ten lines. In: the command line. Out:
// two programs that go on until Ctrl-C. The next start goes on where this one stopped.
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '../build-pages.ts';
import { type ConsoleClient, signIn } from './console-client.ts';
import { demoCenter } from './demo-center.ts';
import { demoProbes } from './demo-equipment.ts';
import type { AgentOrder, ConsoleOrder, ConsoleReady, FromAgent, ToAgent } from './messages.ts';
import { type Input, makeDataFolder, type Options, portFree, readOptions, StartRefused } from './options.ts';
import { type Part, PartFailed, startPart } from './part.ts';
import { foundLines } from './report.ts';
import { readState, sameInput, writeState } from './state.ts';
import { both, usage, type Words, words } from './words.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const tellWords = (what: Words): void => say(both(what));

type AgentPart = Part<FromAgent, ToAgent>;

const facilityId = 'demo-center';
const facilityName = '示范医学影像诊断中心';

function channelOf(input: Input, archive: string | undefined): object {
  switch (input.kind) {
    case 'fixtures':
      return { kind: 'folder', path: archive ?? '', scanEverySeconds: 30, settleSeconds: 2 };
    case 'archive':
      return { kind: 'folder', path: input.path };
    case 'dicomweb':
      return { kind: 'dicomweb', url: input.url };
    case 'scp':
      return { kind: 'scp', port: input.port, callingAeTitles: 'any' };
  }
}

/** The input asked for, or the one that the data folder was begun with. Two inputs are never mixed in one folder. */
function inputOf({ input, data, studies }: Options): Input {
  const kept = readState(data)?.input;
  if (kept !== undefined && input !== undefined && !sameInput(kept, input))
    throw new StartRefused(words.otherInput(data, describe(kept)));
  return kept ?? input ?? { kind: 'fixtures', studies };
}

function describe(input: Input): string {
  switch (input.kind) {
    case 'fixtures':
      return '示范 demonstration';
    case 'archive':
      return input.path;
    case 'dicomweb':
      return input.url;
    case 'scp':
      return `C-STORE ${String(input.port)}`;
  }
}

/** The demonstration administrator enrols the agent: code, the agent's fingerprint, a comparison, a confirmation. */
async function enrol(client: ConsoleClient, agent: AgentPart, consoleUrl: string): Promise<void> {
  tellWords(words.enrolling);
  if (!(await client.facilityKnown(facilityId))) await client.makeFacility(facilityId, facilityName);
  agent.send({ kind: 'enrol', url: consoleUrl, code: await client.enrolmentCode(facilityId) });
  const { agentId } = await agent.next('enrolled');
  await confirm(client, agentId);
}

async function confirm(client: ConsoleClient, agentId: string): Promise<void> {
  const pending = (await client.agents()).find((row) => row.agentId === agentId);
  if (pending === undefined) throw new PartFailed([`${agentId}: not at the console`]);
  if (pending.state === 'pending') await client.confirm(agentId, pending.fingerprint);
}

async function told(agent: AgentPart): Promise<Extract<FromAgent, { kind: 'told' }>> {
  agent.send({ kind: 'tell' });
  return agent.next('told');
}

/** Waits until everything was read once, saying how far it is; a receiver and an archive of years are not waited for longer than a minute. */
async function firstReading(agent: AgentPart, input: Input): Promise<void> {
  if (input.kind === 'scp') return;
  let ended = false;
  const scan = agent.next('scan-ended').then(() => {
    ended = true;
  });
  const longest = input.kind === 'fixtures' ? Number.POSITIVE_INFINITY : 12;
  for (let round = 0; !ended && round < longest; round += 1) {
    await Promise.race([scan, new Promise((resolve) => setTimeout(resolve, 5000))]);
    if (ended) return;
    const { summary } = await told(agent);
    tellWords(words.reading(summary.studies, summary.objects));
  }
}

/** Until the console has everything, or three quarters of a minute. */
async function delivered(agent: AgentPart): Promise<Extract<FromAgent, { kind: 'told' }>> {
  for (let round = 0; ; round += 1) {
    const state = await told(agent);
    if (state.delivered || round > 45) return state;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Last closed month, YYYY-MM in Shanghai. */
function lastMonth(): string {
  const now = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

async function uploaded(client: ConsoleClient): Promise<Awaited<ReturnType<ConsoleClient['uploads']>>> {
  await client.buildPackage(facilityId, lastMonth());
  for (let round = 0; ; round += 1) {
    const rows = await client.uploads();
    if (round > 20 || rows.some(({ state }) => state === 'receipted')) return rows;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function run(options: Options): Promise<number> {
  const input = inputOf(options);
  await portFree(options.consolePort, '--console-port');
  await portFree(options.stationPort, '--station-port');
  await portFree(options.receiverPort, '--receiver-port');
  if (input.kind === 'scp') await portFree(input.port, '--scp');
  makeDataFolder(options.data);
  tellWords(words.pages);
  if (!(await buildPages())) throw new StartRefused(words.pagesFailed);
  const demo =
    input.kind === 'fixtures'
      ? await demoCenter(options.data, input.studies, () => tellWords(words.fixtures(input.studies)))
      : undefined;
  writeState(options.data, { ...readState(options.data), input });

  tellWords(words.starting);
  const log = (name: string): number => openSync(join(options.data, `${name}.log`), 'a', 0o600);
  const center = startPart<ConsoleReady, never, ConsoleOrder>(
    'console-part.mjs',
    {
      dataFolder: join(options.data, 'console'),
      port: options.consolePort,
      receiverPort: options.receiverPort,
      demo: true,
    },
    log('console'),
  );
  const agent: AgentPart = startPart<FromAgent, ToAgent, AgentOrder>(
    'agent-part.mjs',
    {
      config: {
        dataFolder: join(options.data, 'agent'),
        facility: {
          id: facilityId,
          name: facilityName,
          supervisionStart: 'earliest-study',
          institutionNames: demo === undefined ? [] : [demo.institutionName],
        },
        channels: [channelOf(input, demo?.archive)],
        // Somebody is waiting to see the archive read: its latency alone says how fast.
        ...(input.kind === 'dicomweb' ? { courtesy: [{ pacs: 'pacs', offHours: [] }] } : {}),
        station: { port: options.stationPort },
        ...(demo === undefined ? {} : { probes: demoProbes(options) }),
      },
      base: options.data,
      demo: true,
      ...(demo === undefined ? {} : { evidence: demo.evidence }),
    },
    log('agent'),
  );
  const stop = async (): Promise<void> => {
    await agent.stop();
    await center.stop();
  };
  let stopping = false;
  const asked = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stopping) return;
        stopping = true;
        tellWords(words.stopping);
        resolve(0);
      });
    }
  });
  const broken = Promise.race([agent.ended, center.ended]).then(() => {
    if (!stopping) tellWords(words.partEnded);
    return stopping ? 0 : 1;
  });
  try {
    // A part that cannot start says why, also while the other one is waited for.
    const refused = Promise.race([agent.failed, center.failed]);
    const work = introduce(options, input, center, agent);
    await Promise.race([refused, work, asked, broken]);
    const code = await Promise.race([asked, broken]);
    return code;
  } finally {
    stopping = true;
    await stop();
    tellWords(words.stopped);
  }
}

/** Everything that is said until the newcomer has seen the whole way: enrolment, what was found, a package at the receiver. */
async function introduce(
  options: Options,
  input: Input,
  center: Part<ConsoleReady, never>,
  agent: AgentPart,
): Promise<void> {
  const console = await center.next('console-ready');
  if (console.firstPassword !== undefined) writeState(options.data, { input, firstPassword: console.firstPassword });
  const password = console.firstPassword ?? readState(options.data)?.firstPassword;
  const station = await agent.next('agent-ready');
  const client = password === undefined ? undefined : await signIn(console.url, 'admin', password);
  if (station.enrolment === 'not-enrolled') {
    if (client === undefined) tellWords(words.enrolByHand(console.url));
    else await enrol(client, agent, console.url);
  } else if (client !== undefined && !(await client.facilityKnown(facilityId))) {
    throw new StartRefused(words.consoleForgot(options.data));
  } else if (station.enrolment === 'pending' && client !== undefined) {
    for (const row of await client.agents()) if (row.state === 'pending') await confirm(client, row.agentId);
  }
  say('');
  say(`监管端 console   ${console.url}${client === undefined ? '' : `   admin / ${password ?? ''}`}`);
  if (client === undefined) tellWords(words.passwordForgotten);
  for (const [index, { login, role, password: once }] of station.passwords.entries())
    say(
      `${index === 0 ? `站点 station     ${station.url}` : ' '.repeat(17 + station.url.length)}   ${login} (${role}) / ${once}`,
    );
  if (station.passwords.length === 0) say(`站点 station     ${station.url}`);
  say(`接收端 receiver  ${console.receiverUrl}`);
  say(`来源 input       ${describe(input)}`);
  say('');
  await firstReading(agent, input);
  const state = await delivered(agent);
  const uploads = client === undefined ? undefined : await uploaded(client);
  const lines = foundLines(state, await client?.overview(), uploads);
  say(lines.map((line) => `  ${line}`).join('\n'));
  say('');
  say('继续监视；Ctrl-C 停止。Watching on; Ctrl-C stops.');
  await client?.signOut();
  // The password has been shown; from here on it is the person's.
  if (state.enrolment === 'active') writeState(options.data, { input });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') say(usage);
  else process.exitCode = await run(options);
} catch (fault) {
  if (!(fault instanceof StartRefused) && !(fault instanceof PartFailed)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 2;
}
