import type { Instant } from '@center/contract';
import type { Ledger, UserRole } from '../ledger/index.ts';
import { oneTimePassword, passwordHash } from './passwords.ts';

export interface OneTimePassword {
  readonly login: string;
  readonly role: UserRole;
  readonly password: string;
}

/** Who writes when no person does. */
const program = 'station';

/** A fresh one-time password for somebody who is locked out; open sessions of that person end. Throws AgentError `not-found`. */
export async function newOneTimePassword(ledger: Ledger, login: string, at: Instant, who = program): Promise<string> {
  const password = oneTimePassword();
  const hash = await passwordHash(password);
  ledger.transaction(() => {
    ledger.users.setPassword(login, hash, true, who, at);
    const user = ledger.users.byLogin(login);
    if (user !== undefined) ledger.sessions.removeOf(user.userId);
  });
  return password;
}

const firstPeople: readonly { login: string; name: string; role: UserRole; demoOnly: boolean }[] = [
  { login: 'admin', name: '管理员', role: 'administrator', demoOnly: false },
  { login: 'officer', name: '合规员', role: 'officer', demoOnly: true },
];

/**
 * Makes the first people. As long as nobody has ever signed in, every start hands out fresh one-time passwords: a start that was cut off before they were read
 * locks nobody out. Once somebody has, it does nothing.
 */
export async function admitFirstPeople(
  ledger: Ledger,
  demo: boolean,
  at: Instant,
): Promise<readonly OneTimePassword[]> {
  if (ledger.users.list().some(({ lastLoginAt }) => lastLoginAt !== undefined)) return [];
  const handed: OneTimePassword[] = [];
  for (const { login, name, role, demoOnly } of firstPeople) {
    if (demoOnly && !demo) continue;
    const password = oneTimePassword();
    const hash = await passwordHash(password);
    if (ledger.users.byLogin(login) === undefined)
      ledger.users.add({ login, name, role, passwordHash: hash, mustChange: !demo }, program, at);
    else ledger.users.setPassword(login, hash, !demo, program, at);
    handed.push({ login, role, password });
  }
  return handed;
}
