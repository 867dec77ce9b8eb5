import type { ConsoleRole, ConsoleScope } from '@center/contract';

/** What a route asks for. `see` is scoped by facility; `administer` is about the console itself. */
export const consoleActs = ['see', 'act', 'administer'] as const;
export type ConsoleAct = (typeof consoleActs)[number];

const acts: Readonly<Record<ConsoleRole, readonly ConsoleAct[]>> = {
  administrator: ['see', 'act', 'administer'],
  supervisor: ['see', 'act'],
  viewer: ['see'],
};

export function mayDo(role: ConsoleRole, act: ConsoleAct): boolean {
  return acts[role].includes(act);
}

/** Whether a person's scope holds the facility. */
export function inScope(scope: ConsoleScope, facilityId: string): boolean {
  return scope === 'all' || scope.includes(facilityId);
}
