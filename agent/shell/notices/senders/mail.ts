import { readFileSync } from 'node:fs';
import type { Transporter } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { messageOf } from '../../errors.ts';
import type { MailServer, Receiver } from '../settings.ts';
import type { Sender, Sent } from './sender.ts';

type SmtpTransporter = Transporter<SMTPTransport.SentMessageInfo, SMTPTransport.Options>;

/** The library gives the server's code beside the message. */
function codeOf(fault: unknown): { readonly responseCode?: number; readonly code?: string } {
  if (typeof fault !== 'object' || fault === null) return {};
  const responseCode: unknown = Reflect.get(fault, 'responseCode');
  const code: unknown = Reflect.get(fault, 'code');
  return {
    ...(typeof responseCode === 'number' ? { responseCode } : {}),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

const wrongPasswordMs = 600_000;

/** Letters that a page would take for markup. */
function asHtml(text: string): string {
  const safe = text.replace(/[&<>"]/g, (letter) => `&#${String(letter.charCodeAt(0))};`);
  return `<!doctype html><meta charset="utf-8"><pre style="font:14px/1.6 sans-serif;white-space:pre-wrap">${safe}</pre>`;
}

/** Mail by the center's own server; the certificate is verified, `starttls` is demanded. The message id stands in Message-ID: a mailbox can tell a second arrival. */
export function mailSender(server: MailServer, { to }: Extract<Receiver, { kind: 'mail' }>): Sender {
  return async (message, signal): Promise<Sent> => {
    // Loaded on first use: most programs never send one.
    const { createTransport } = await import('nodemailer');
    let transport: SmtpTransporter;
    try {
      const pass = server.passwordFile === undefined ? undefined : readFileSync(server.passwordFile, 'utf8').trim();
      transport = createTransport({
        host: server.host,
        port: server.port,
        secure: server.security === 'tls',
        requireTLS: server.security === 'starttls',
        ignoreTLS: server.security === 'none',
        ...(server.user === undefined || pass === undefined ? {} : { auth: { user: server.user, pass } }),
        tls: {
          minVersion: 'TLSv1.2',
          ...(server.caFile === undefined ? {} : { ca: readFileSync(server.caFile) }),
        },
        connectionTimeout: 15_000,
        greetingTimeout: 15_000,
        socketTimeout: 30_000,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (fault) {
      return { kind: 'retry', problem: messageOf(fault) };
    }
    const stop = (): void => transport.close();
    signal.addEventListener('abort', stop, { once: true });
    const late = new Promise<Sent>((resolve) => {
      const say = (): void => resolve({ kind: 'retry', problem: 'no answer in time' });
      if (signal.aborted) say();
      else signal.addEventListener('abort', say, { once: true });
    });
    const attempt = async (): Promise<Sent> => {
      try {
        const told = await transport.sendMail({
          from: server.from,
          to: [...to],
          subject: message.subject,
          text: message.text,
          html: asHtml(message.text),
          messageId: `<${message.id}@${message.facility.id}.center-monitor>`,
          date: new Date(message.at),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        const refused = told.rejected.length;
        if (refused === 0) return { kind: 'sent' };
        // Some took it: sending again would tell these twice.
        return { kind: 'refused', problem: `${String(refused)} of ${String(to.length)} addresses were refused` };
      } catch (fault) {
        const { responseCode, code } = codeOf(fault);
        const problem = messageOf(fault).slice(0, 300);
        if (code === 'EAUTH') return { kind: 'retry', problem, afterMs: wrongPasswordMs };
        return responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
          ? { kind: 'refused', problem }
          : { kind: 'retry', problem };
      } finally {
        transport.close();
      }
    };
    try {
      return await Promise.race([attempt(), late]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
