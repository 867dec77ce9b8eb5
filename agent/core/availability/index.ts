/**
 * availability: what is known of a piece of equipment, turned into counted time by uptime-def/1. In: samples, people's records, calendars, the moment of asking. Out: spans
 * with their reason, figures in whole milliseconds, what is due. Never: a clock, a file, a verdict of a rule.
 */
export * from './evidence.ts';
