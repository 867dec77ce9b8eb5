import { MessageReader } from '../../shell/dimse/message-reader.ts';
import { decodePdu } from '../../shell/dimse/pdu-decode.ts';
import { PduReader } from '../../shell/dimse/pdu-reader.ts';
import type { Draw } from './draw.ts';
import { BrokenPromise } from './outcome.ts';

const limits = { controlPduBytes: 65_536, dataPduBytes: 131_072 };

/** Everything that the parser and what stands behind it make of a stream, without saying in which pieces the bytes came. */
function readingOf(stream: Buffer, chunks: Iterable<Buffer>): string {
  const reader = new PduReader(limits);
  const messages = new MessageReader((contextId) => contextId % 2 === 1);
  const said: string[] = [];
  let bytes = 0;
  let fragmentBytes = 0;
  for (const chunk of chunks) {
    for (const event of reader.push(chunk)) {
      if (event.kind === 'control') {
        if (event.body.length > limits.controlPduBytes)
          throw new BrokenPromise('a control PDU over the limit was kept');
        said.push(JSON.stringify(decodePdu(event.type, event.body)));
        continue;
      }
      if (event.kind === 'fragment-bytes') fragmentBytes += event.bytes.length;
      else said.push(JSON.stringify(event));
      if (event.kind === 'data-start' || event.kind === 'violation') continue;
      const message = messages.push(event);
      if (message?.kind === 'data-set-bytes') bytes += message.bytes.length;
      else if (message !== undefined) said.push(JSON.stringify(message));
      if (message?.kind === 'violation') return `${said.join('\n')}\n${String(bytes)}`;
    }
  }
  if (fragmentBytes > stream.length) throw new BrokenPromise('more bytes came out than went in');
  return `${said.join('\n')}\n${String(bytes)} ${String(fragmentBytes)}`;
}

/** Pieces of any size, down to single bytes. */
function* pieces(stream: Buffer, draw: Draw): Generator<Buffer> {
  const largest = 1 + draw(draw(2) === 0 ? 16 : 4096);
  for (let at = 0; at < stream.length; ) {
    const size = 1 + draw(largest);
    yield stream.subarray(at, at + size);
    at += size;
  }
}

/** A stream reads the same in whatever pieces it comes. Throws BrokenPromise when it does not, and whatever a reader throws. */
export function checkReading(stream: Buffer, draw: Draw): void {
  const whole = readingOf(stream, [stream]);
  // A violation ends a stream in the middle of a chunk: how many bytes of a data set came before it depends on the pieces.
  const comparable = (reading: string): string =>
    whole.includes('"violation"') ? reading.split('\n').slice(0, -1).join('\n') : reading;
  if (comparable(readingOf(stream, pieces(stream, draw))) !== comparable(whole))
    throw new BrokenPromise('a stream reads otherwise when it comes in other pieces');
}
