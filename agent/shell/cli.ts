import { cliText } from './cli-text.ts';

/** Runs one command with its arguments; the number is the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

/** The commands of `agent`, loaded when they are asked for: one of them needs no database, another no reader. */
const commands: Readonly<Record<string, Command>> = {
  facts: async (args) => {
    const { factsCommand } = await import('./facts-command.ts');
    return factsCommand(args);
  },
  scan: async (args) => {
    const { scanCommand } = await import('./commands/scan-command.ts');
    return scanCommand(args);
  },
  run: async (args) => {
    const { runCommand } = await import('./commands/run-command.ts');
    return runCommand(args);
  },
  enroll: async (args) => {
    const { enrollCommand } = await import('./commands/enroll-command.ts');
    return enrollCommand(args);
  },
  echo: async (args) => {
    const { echoCommand } = await import('./commands/echo-command.ts');
    return echoCommand(args);
  },
  'probe-pacs': async (args) => {
    const { probePacsCommand } = await import('./commands/probe-pacs-command.ts');
    return probePacsCommand(args);
  },
  'notify-test': async (args) => {
    const { notifyTestCommand } = await import('./commands/notify-test-command.ts');
    return notifyTestCommand(args);
  },
  verify: async (args) => {
    const { verifyCommand } = await import('./commands/enroll-command.ts');
    return verifyCommand(args);
  },
  'rebuild-archive': async (args) => {
    const { rebuildArchiveCommand } = await import('./commands/rebuild-archive-command.ts');
    return rebuildArchiveCommand(args);
  },
};

/** Picks the command named first; 0 when help is asked for, 2 when there is none of that name. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === '-h') {
    process.stdout.write(`${cliText.usage(Object.keys(commands))}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`${cliText.usage(Object.keys(commands))}\n`);
    return 2;
  }
  return command(rest);
}
