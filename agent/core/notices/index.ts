/**
 * notices: who is told of which alarm, when, and of what it explains. In: alarms with what has been told of them, the rules of telling, the moment. Out: messages by their
 * matter. Never: words, addresses, a clock, a line to anybody.
 */
export * from './alarm.ts';
export * from './plan.ts';
export * from './settings.ts';
