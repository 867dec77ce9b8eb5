// A planned message in the receiver's language: plain text, and the same as data for a program that receives it.
import { type Instant, instant } from '@center/contract';
import { localDate, localTimeMs, type NoticeLine, type PlannedNotice } from '../../core/index.ts';
import type { Alarm, NoticeUrgency } from './notice.ts';
import type { NoticeLanguage } from './settings.ts';
import { noticeWords } from './words.ts';

/** What a sender sends. `id` is the same for every try, so that a receiver that can tells a second arrival. */
export interface OutMessage {
  readonly id: string;
  readonly facility: { readonly id: string; readonly name: string };
  readonly at: Instant;
  readonly urgency: NoticeUrgency;
  readonly language: NoticeLanguage;
  readonly subject: string;
  readonly text: string;
  readonly lines: readonly MessageLine[];
}

export interface MessageLine {
  readonly told: NoticeLine['kind'];
  readonly kind: Alarm['kind'];
  readonly key: string;
  readonly urgency: NoticeUrgency;
  readonly equipmentId?: string;
  readonly since: Instant;
  readonly clearedAt?: Instant;
  readonly explains: readonly string[];
}

/** Names of values that are instants. */
const instants: ReadonlySet<string> = new Set(['by', 'until']);
/** Alarms that one explains, by name; the others are counted. */
const mostNamed = 20;
/** Lines of one message, the gravest first; the others are counted. */
const mostLines = 50;

function wallTime(zone: string, at: Instant): string {
  const minutes = Math.floor(localTimeMs(zone, at) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${localDate(zone, at)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function sentence(alarm: Alarm, language: NoticeLanguage, zone: string): string {
  const values = Object.fromEntries(
    Object.entries(alarm.values).map(([name, value]) => [
      name,
      instants.has(name) && typeof value === 'number' ? wallTime(zone, instant(value)) : value,
    ]),
  );
  return noticeWords[language].kind[alarm.kind](values);
}

function paragraph(line: NoticeLine, language: NoticeLanguage, zone: string): string {
  const words = noticeWords[language];
  const { alarm, kind, clearedAt, explains } = line;
  const mark = kind === 'begin' ? words.urgency[alarm.urgency] : kind === 'end' ? words.end : words[kind];
  const times = [
    words.since(wallTime(zone, alarm.since)),
    ...(clearedAt === undefined ? [] : [words.until(wallTime(zone, clearedAt))]),
  ];
  const named = explains.slice(0, mostNamed).map((each) => `  · ${sentence(each, language, zone)}`);
  return [
    `[${mark}] ${sentence(alarm, language, zone)} ${times.join(language === 'zh' ? '，' : ', ')}`,
    ...(explains.length === 0 ? [] : [words.explains(explains.length), ...named]),
    ...(explains.length > mostNamed ? [`  · ${words.more(explains.length - mostNamed)}`] : []),
  ].join('\n');
}

export interface WrittenFor {
  readonly id: string;
  readonly at: Instant;
  readonly language: NoticeLanguage;
  readonly facility: OutMessage['facility'];
  readonly zone: string;
}

/** Puts a planned message into words. */
export function writeNotice(planned: PlannedNotice, { id, at, language, facility, zone }: WrittenFor): OutMessage {
  const words = noticeWords[language];
  const [first] = planned.lines;
  if (first === undefined) throw new Error('a message without a line');
  const head = sentence(first.alarm, language, zone);
  const count = planned.lines.length;
  const allOver = planned.lines.every(({ kind }) => kind === 'end');
  const mark = allOver ? words.end : words.urgency[planned.urgency];
  return {
    id,
    facility,
    at,
    urgency: planned.urgency,
    language,
    subject: `[${facility.name}] ${mark} ${count === 1 ? head : words.subjectMore(head, count)}`,
    text: [
      ...planned.lines.slice(0, mostLines).map((line) => paragraph(line, language, zone)),
      ...(count > mostLines ? [words.more(count - mostLines)] : []),
      '',
      words.closing(id),
    ].join('\n'),
    lines: planned.lines.slice(0, 500).map(({ kind, alarm, clearedAt, explains }) => ({
      told: kind,
      kind: alarm.kind,
      key: alarm.key,
      urgency: alarm.urgency,
      ...(alarm.equipmentId === undefined ? {} : { equipmentId: alarm.equipmentId }),
      since: alarm.since,
      ...(clearedAt === undefined ? {} : { clearedAt }),
      explains: explains.slice(0, 500).map(({ key }) => key),
    })),
  };
}

/** A message that shows that a way works. */
export function testNotice({ id, at, language, facility }: Omit<WrittenFor, 'zone'>): OutMessage {
  const words = noticeWords[language];
  const text = words.test(facility.name);
  return {
    id,
    facility,
    at,
    urgency: 'info',
    language,
    subject: `[${facility.name}] ${words.urgency.info}`,
    text: `${text}\n\n${words.closing(id)}`,
    lines: [],
  };
}
