/**
 * uploads: studies that the center finished and that no receipt accepts come out of the ledger, the regional platform is asked for each of them over DICOMweb, and what it has goes
 * into the ledger as a receipt. It uploads nothing, takes no silence for a refusal, and asks one thing at a time.
 */
export { askPlatform, type PlatformAnswer, type PlatformDeps } from './ask-platform.ts';
export { type PlatformAddress, type PlatformWatch, watchPlatform } from './watch-platform.ts';
