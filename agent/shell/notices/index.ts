/**
 * notices: what people are to be told of. In: alarms that begin and end. Out: those that last, durable. Never: a judgement of what is an alarm.
 */
export type { Alarm, NoticeKind, Notices, NoticeUrgency } from './notice.ts';
export { standingNotices } from './standing-notices.ts';
