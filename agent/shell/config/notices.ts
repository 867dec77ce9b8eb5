// What the settings of notices come to: each receiver checked by the form of its own kind, contradictions, files, and what was left out filled in.
import { Compile } from 'typebox/compile';
import { usualNoticeRules } from '../../core/index.ts';
import { isRecord } from '../is-record.ts';
import type { NoticeSettings, Receiver } from '../notices/index.ts';
import { everyError, type Fault } from './faults.ts';
import { type NoticesForm, receiverForms } from './notices-form.ts';

/** Every receiver against the form of its kind; of a kind that there is not, only that is said. */
export function receiverFaults(raw: unknown): readonly Fault[] {
  const notices = isRecord(raw) ? raw['notices'] : undefined;
  const receivers: readonly unknown[] =
    isRecord(notices) && Array.isArray(notices['receivers']) ? notices['receivers'] : [];
  return receivers.flatMap((receiver, index): readonly Fault[] => {
    const at = (fault: Fault): Fault => ({
      ...fault,
      instancePath: `/notices/receivers/${String(index)}${fault.instancePath}`,
    });
    const kind = isRecord(receiver) ? receiver['kind'] : undefined;
    const form = typeof kind === 'string' && Object.hasOwn(receiverForms, kind) ? receiverForms[kind] : undefined;
    if (form !== undefined) return everyError(Compile(form), receiver).map(at);
    const message = `must be ${Object.keys(receiverForms).join(', ')}`;
    return [at({ instancePath: '/kind', schemaPath: '', message, keyword: 'enum' })];
  });
}

const minuteMs = 60_000;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Settings whose form was checked, with paths made absolute and what was left out filled in. */
export function noticeSettings(
  form: NoticesForm,
  at: (path: string) => string,
  usual: { readonly language: 'zh' | 'en'; readonly zone: string },
): NoticeSettings {
  const receivers = form.receivers.map((receiver): Receiver => {
    const common = { name: receiver.name, language: receiver.language ?? usual.language };
    switch (receiver.kind) {
      case 'mail':
        return { ...common, kind: 'mail', to: receiver.to };
      case 'webhook':
        return {
          ...common,
          kind: 'webhook',
          url: receiver.url,
          secretFile: at(receiver.secretFile),
          ...(receiver.caFile === undefined ? {} : { caFile: at(receiver.caFile) }),
        };
      case 'wecom':
        return { ...common, kind: 'wecom', urlFile: at(receiver.urlFile) };
      case 'dingtalk':
      case 'feishu':
        return {
          ...common,
          kind: receiver.kind,
          urlFile: at(receiver.urlFile),
          ...(receiver.secretFile === undefined ? {} : { secretFile: at(receiver.secretFile) }),
        };
    }
  });
  const { mail, chain, quietHours, groupWaitSeconds, groupIntervalMinutes, repeatHours, mostAnHour } = form;
  return {
    receivers,
    ...(mail === undefined
      ? {}
      : {
          mail: {
            host: mail.host,
            port: mail.port,
            security: mail.security,
            from: mail.from,
            ...(mail.user === undefined ? {} : { user: mail.user }),
            ...(mail.passwordFile === undefined ? {} : { passwordFile: at(mail.passwordFile) }),
            ...(mail.caFile === undefined ? {} : { caFile: at(mail.caFile) }),
          },
        }),
    rules: {
      ...usualNoticeRules,
      ...(groupWaitSeconds === undefined ? {} : { groupWaitMs: groupWaitSeconds * 1_000 }),
      ...(groupIntervalMinutes === undefined ? {} : { groupIntervalMs: groupIntervalMinutes * minuteMs }),
      ...(repeatHours === undefined ? {} : { repeatMs: repeatHours * 60 * minuteMs }),
      ...(mostAnHour === undefined ? {} : { mostAnHour }),
      ...(quietHours === undefined
        ? {}
        : { quiet: { from: minutesOf(quietHours.from), to: minutesOf(quietHours.to), zone: usual.zone } }),
      chain:
        chain === undefined
          ? [{ afterMs: 0, receivers: receivers.map(({ name }) => name), from: 'info' }]
          : chain.map(({ afterMinutes, receivers: names, from }) => ({
              afterMs: afterMinutes * minuteMs,
              receivers: names,
              from: from ?? (afterMinutes === 0 ? 'info' : 'warning'),
            })),
    },
  };
}

/** What no form can say: a receiver twice or in no step, a step for nobody, mail without a server, a password over an open line. */
export function noticeContradictions(settings: NoticeSettings | undefined): readonly (readonly [string, string])[] {
  if (settings === undefined) return [];
  const { receivers, mail, rules } = settings;
  const said: (readonly [string, string])[] = [];
  const names = receivers.map(({ name }) => name);
  for (const [index, { name, kind }] of receivers.entries()) {
    const at = `notices.receivers.${String(index)}`;
    if (names.indexOf(name) !== index) said.push([`${at}.name`, 'named twice']);
    if (kind === 'mail' && mail === undefined) said.push([`${at}.kind`, 'mail needs a server: notices.mail']);
    if (!rules.chain.some(({ receivers: told }) => told.includes(name)))
      said.push([`${at}.name`, 'stands in no step of notices.chain and would never be told']);
  }
  for (const [index, { receivers: told }] of rules.chain.entries())
    for (const [place, name] of told.entries())
      if (!names.includes(name))
        said.push([`notices.chain.${String(index)}.receivers.${String(place)}`, 'no receiver of this name']);
  if (!rules.chain.some(({ afterMs }) => afterMs === 0))
    said.push(['notices.chain', 'one step must be at once ("afterMinutes": 0): later ones count from its telling']);
  if (mail !== undefined) {
    const { host, security, user, passwordFile } = mail;
    if ((user === undefined) !== (passwordFile === undefined))
      said.push(['notices.mail.user', 'user and passwordFile are given together']);
    if (security === 'none' && !['127.0.0.1', '::1', 'localhost'].includes(host))
      said.push(['notices.mail.security', 'an open line is allowed only to a server on this machine']);
  }
  return said;
}

/** Files without which nobody can be told, each with its place. */
export function noticeFiles(settings: NoticeSettings | undefined): readonly (readonly [string, string | undefined])[] {
  if (settings === undefined) return [];
  return [
    ['notices.mail.passwordFile', settings.mail?.passwordFile],
    ['notices.mail.caFile', settings.mail?.caFile],
    ...settings.receivers.flatMap((receiver, index): readonly (readonly [string, string | undefined])[] => {
      const at = `notices.receivers.${String(index)}`;
      if (receiver.kind === 'mail') return [];
      if (receiver.kind === 'webhook')
        return [
          [`${at}.secretFile`, receiver.secretFile],
          [`${at}.caFile`, receiver.caFile],
        ];
      return [
        [`${at}.urlFile`, receiver.urlFile],
        [`${at}.secretFile`, receiver.secretFile],
      ];
    }),
  ];
}
