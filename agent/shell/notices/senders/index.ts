/**
 * senders: the ways by which a message leaves the house. In: one message, one receiver and its secrets by file. Out: sent, to be tried again later, or refused. Never: a second attempt,
 * a row of the ledger, a word of its own.
 */
import type { NoticeSettings, Receiver } from '../settings.ts';
import { mailSender } from './mail.ts';
import { robotSender } from './robots.ts';
import type { Sender } from './sender.ts';
import { webhookSender } from './webhook.ts';

export type { Sender, Sent } from './sender.ts';

/** The way to one receiver. */
export function senderOf(receiver: Receiver, { mail }: NoticeSettings, nowMs: () => number): Sender {
  switch (receiver.kind) {
    case 'mail':
      if (mail === undefined) throw new Error('a receiver by mail without a mail server was let through');
      return mailSender(mail, receiver);
    case 'webhook':
      return webhookSender(receiver, nowMs);
    case 'wecom':
    case 'dingtalk':
    case 'feishu':
      return robotSender(receiver, nowMs);
  }
}
