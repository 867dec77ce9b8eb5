/**
 * station: the center's own people come in by HTTP with a login, answers with patient identity go out to them, and what they write goes through the ledger's doors.
 * It never judges, never sends anything to another machine, and shows nothing without a login but its health and the page's own files.
 */

export type { ArchiveSight } from './deps.ts';
export { newOneTimePassword } from './first-people.ts';
export { institutionNamesOf } from './settings.ts';
export { startStation } from './start.ts';
