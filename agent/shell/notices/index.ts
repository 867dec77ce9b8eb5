/**
 * notices: people are told of what begins and ends. In: alarms, who is to be told and how. Out: alarms that last, messages by mail, signed webhook and robots of group chats, each kept
 * until it is delivered or given up. Never: a judgement of what is an alarm, a patient's name.
 */
export { settleArchiveAlarm } from './archive-alarm.ts';
export { type NoticeDesk, noticeDesk } from './desk.ts';
export { keptNotices } from './kept-notices.ts';
export type { Alarm, NoticeKind, Notices } from './notice.ts';
export type { NoticeSettings, Receiver } from './settings.ts';
export { forgetReceivers, startNotices, tryReceivers } from './start-notices.ts';
