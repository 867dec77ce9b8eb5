import { shanghaiOffsetMinutes } from '@center/contract';

/** `YYYY-MM-DD HH:mm` in Asia/Shanghai of an instant (ISO text with zone, or milliseconds); the text itself when it names no moment. */
export function formatDateTime(at: string | number): string {
  const epoch = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isNaN(epoch)) return String(at);
  const text = new Date(epoch + shanghaiOffsetMinutes * 60_000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** `YYYY-MM-DD` in Asia/Shanghai; a calendar date, `YYYY-MM` or `YYYY` is shown as it stands, because it has no zone. */
export function formatDate(at: string | number): string {
  if (typeof at === 'string' && /^\d{4}(-\d{2}){0,2}$/.test(at)) return at;
  return formatDateTime(at).slice(0, 10);
}
