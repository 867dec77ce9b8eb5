import { parseArgs } from 'node:util';
import { startAgent } from '../agent.ts';
import { type ConfigProblem, readConfig } from '../config/index.ts';
import { messageOf } from '../errors.ts';
import { stderrLog } from '../log.ts';
import { type Language, languageOf } from './language.ts';
import { both, faultLine, texts } from './text.ts';

function problemLine({ path, problem, example }: ConfigProblem): string {
  return `  ${path === '' ? '(file)' : path}: ${problem}${example === undefined ? '' : `\n      ${example}`}`;
}

/** `agent run --config FILE`: runs until it is asked to stop. 0 stopped, 2 could not start. */
export async function runCommand(args: readonly string[]): Promise<number> {
  let file: string | undefined;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { config: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (values.help) {
      process.stdout.write(`${both(texts.runUsage)}\n`);
      return 0;
    }
    file = values.config;
  } catch (fault) {
    process.stderr.write(`${both(texts.badOption)}: ${messageOf(fault)}\n`);
  }
  if (file === undefined) {
    process.stderr.write(`${both(texts.runUsage)}\n`);
    return 2;
  }
  const read = readConfig(file);
  if (!read.ok) {
    process.stderr.write(`${both(texts.configBad)}: ${file}\n${read.problems.map(problemLine).join('\n')}\n`);
    return 2;
  }
  const language: Language = languageOf(read.config.language, process.env);
  const log = stderrLog();
  try {
    // Before anything starts: who is asked to stop while starting finishes the start and then stops in order.
    const asked = untilAsked();
    const agent = await startAgent(read.config, { log });
    process.stdout.write(`${texts.running[language]}: ${agent.stationUrl}\n`);
    for (const { login, role, password } of agent.oneTimePasswords)
      process.stdout.write(`  ${login} (${role}): ${password}\n`);
    await asked;
    await agent.close();
    process.stdout.write(`${texts.stopped[language]}\n`);
    return 0;
  } catch (fault) {
    process.stderr.write(`${faultLine(fault)}\n`);
    return 2;
  }
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once, which the ledger survives. */
async function untilAsked(): Promise<void> {
  await new Promise<void>((resolve) => {
    const asked = (): void => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, asked);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, asked);
  });
}
