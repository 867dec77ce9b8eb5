import { execFile } from 'node:child_process';
import { isIP } from 'node:net';
import { type Static, Type } from 'typebox';
import { systemCode } from '../errors.ts';
import { ownForm } from './forms.ts';
import { elapsed, outcomeOfCode, plainResult, timedOut } from './network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType } from './probe.ts';

export const addressPattern =
  '^(?:(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|(?=[0-9A-Fa-f:.]*:)[0-9A-Fa-f:.]{2,45})$';
const form = ownForm({ host: Type.String({ pattern: addressPattern }) });
type IcmpConfig = ProbeConfig & Static<typeof form>;

/** What a program said, and how it ended. `code`: of the operating system, when it could not be started. */
interface Ran {
  readonly exit: number | undefined;
  readonly code: string | undefined;
  readonly said: string;
}

/** Programs that can ask, in the order in which they are tried. Only a numeric address ever stands among their arguments, and it is the last one. */
const programs = [
  { command: 'ping', args: (address: string) => ['-n', '-q', '-c', '1', address], noReply: [1] },
  { command: 'fping', args: (address: string) => ['-q', '-c', '1', '-t', '4000', address], noReply: [1] },
] as const;

/** One echo request by the system's own `ping` or `fping`. It proves a path and not a device: a middlebox answers as well. */
export const icmpProbe: ProbeType<IcmpConfig> = {
  type: 'icmp',
  schema: form,
  examples: { host: '"192.168.1.1" (a numeric address)' },
  gives: () => ['reachability'],
  everySeconds: 60,
  timeoutSeconds: 5,
  needs: ['ping or fping, with its own right to send ICMP'],
  target: ({ host }) => host,
  async probe({ host }, { signal }) {
    const since = elapsed();
    // No option and no name can stand here: the form has let an address through alone.
    if (isIP(host) === 0) return plainResult('invalid', 'resolve', 'not-numeric', since);
    // Windows has a program of this name with other arguments, which calls a router's refusal a reply.
    if (process.platform === 'win32') return plainResult('invalid', 'start', 'not-on-this-system', since);
    for (const { command, args, noReply } of programs) {
      const ran = await run(command, args(host), signal);
      if (signal.aborted) return timedOut('echo', host, since);
      if (ran.code === 'ENOENT') continue;
      return judge(ran, noReply, host, since);
    }
    return plainResult('invalid', 'start', 'no-ping-program', since);
  },
};

function judge({ exit, code, said }: Ran, noReply: readonly number[], host: string, since: number): ProbeResult {
  if (code !== undefined) return plainResult('invalid', 'start', code, since);
  if (exit === 0) return plainResult('ok', 'echo', '', since);
  const why = ourFault(said);
  if (why !== undefined) return plainResult('invalid', why === 'EPERM' ? 'start' : 'echo', why, since);
  if (exit !== undefined && noReply.includes(exit))
    return plainResult(outcomeOfCode('no-reply', host), 'echo', 'no-reply', since);
  return plainResult('invalid', 'echo', `exit-${String(exit ?? 'signal')}`, since, { said: said.slice(0, 200) });
}

/** Words by which the program tells that the request did not leave this machine. */
function ourFault(said: string): string | undefined {
  if (/not permitted|permission denied|socket:/i.test(said)) return 'EPERM';
  if (/network is unreachable|network is down/i.test(said)) return 'ENETUNREACH';
  return undefined;
}

function run(command: string, args: readonly string[], signal: AbortSignal): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      command,
      [...args],
      {
        env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' },
        signal,
        killSignal: 'SIGKILL',
        maxBuffer: 65_536,
      },
      (fault, stdout, stderr) => {
        const said = `${stdout}\n${stderr}`.trim();
        if (fault === null) resolve({ exit: 0, code: undefined, said });
        else if (typeof fault.code === 'number') resolve({ exit: fault.code, code: undefined, said });
        else resolve({ exit: undefined, code: systemCode(fault) ?? 'killed', said });
      },
    );
  });
}
