/**
 * reconcile: what the archive's images name (devices, people) and the studies that were finished come in, held against what the center's people and the regional platform
 * have written down; facts for rules and lines of imported files go out. It never stores, sends or asks the time, and a person's name leaves it wrapped only.
 */
export { type DeviceSighting, deviceStandings } from './devices.ts';
export { importReceipts } from './import-receipts.ts';
export { importRegister } from './import-register.ts';
export { personKeyText } from './names.ts';
export { type PersonSighting, seenPeople } from './people.ts';
export { receiptsOfStowLog } from './stow-log.ts';
export { type FinishedStudy, uploadMonths } from './upload.ts';
