import { connect } from 'node:net';
import { systemCode } from '../../errors.ts';
import { TalkFault } from '../talk-fault.ts';

export interface ApcupsdAddress {
  readonly host: string;
  readonly port: number;
}

/** Most bytes of one report; its history is kept to a few hundred lines by the server itself. */
const mostBytes = 262_144;

/**
 * Asks the network server of apcupsd for one report and gives its lines. Two bytes of length before each record, an empty record at the end; the length counts bytes, and a record
 * may come in any number of pieces. Rejects with a TalkFault. The server offers no command that changes anything.
 */
export function askApcupsd(
  { host, port }: ApcupsdAddress,
  report: 'status' | 'events',
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (signal.aborted) return Promise.reject(new TalkFault('connect', 'timeout'));
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const lines: string[] = [];
    let connected = false;
    let rest: Buffer = Buffer.alloc(0);
    let taken = 0;
    const done = (fault?: TalkFault): void => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      if (fault === undefined) resolve(lines);
      else reject(fault);
    };
    const late = (): void => done(new TalkFault(connected ? 'request' : 'connect', 'timeout'));
    signal.addEventListener('abort', late, { once: true });
    socket.once('connect', () => {
      connected = true;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(report.length);
      socket.write(Buffer.concat([length, Buffer.from(report, 'ascii')]));
    });
    socket.on('data', (chunk) => {
      taken += chunk.length;
      if (taken > mostBytes) {
        done(new TalkFault('parse', 'answer-too-long'));
        return;
      }
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= 2) {
        const length = rest.readUInt16BE();
        if (length === 0) {
          done();
          return;
        }
        if (rest.length < 2 + length) return;
        lines.push(rest.toString('utf8', 2, 2 + length).replace(/[\r\n\0]+$/, ''));
        rest = rest.subarray(2 + length);
      }
    });
    socket.on('error', (fault) =>
      done(new TalkFault(connected ? 'request' : 'connect', systemCode(fault) ?? 'error', fault)),
    );
    socket.on('close', () => done(new TalkFault('request', 'connection-closed')));
  });
}
