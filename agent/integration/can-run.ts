import { execFileSync } from 'node:child_process';

/** Whether a program of this machine can be run; where it cannot, the suite that wants it says so and skips. */
export function canRun(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
    });
    return true;
  } catch {
    return false; // Not installed, or it refuses to say who it is.
  }
}
