import { type Logger, pino } from 'pino';

/** JSON lines on standard error, written at once: what a service manager collects. */
export function stderrLog(): Logger {
  return pino({ level: process.env['LOG_LEVEL'] ?? 'info' }, pino.destination({ fd: 2, sync: true }));
}
