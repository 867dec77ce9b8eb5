/**
 * uploads: studies that the center finished and that no receipt accepts come out of the ledger, the regional platform is asked for each of them over DICOMweb, and what it has goes
 * into the ledger as a receipt. It uploads nothing, takes no silence for a refusal, and asks one thing at a time.
 */
export { askPlatform } from './ask-platform.ts';
export { watchPlatform } from './watch-platform.ts';
