// The floor of signed ingest, for the bench: one HTTP route that opens and checks a batch exactly as ingest does, and writes nothing.
// Started with `agentId=publicKey` pairs; says its address as one line of JSON.
import { createServer } from 'node:http';
import { Batch, batchLimits, Envelope, payloadTypes } from '@center/contract';
import { Compile } from 'typebox/compile';
import { openSigned } from '../shell/ingest/index.ts';
import { publicKeyOf } from '../shell/keys.ts';

const keys = new Map(
  process.argv.slice(2).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), publicKeyOf(pair.slice(at + 1))];
  }),
);
const isEnvelope = Compile(Envelope);
const open = openSigned(Batch, payloadTypes.batch, 'batch-invalid', batchLimits.bytes);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const envelope: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const good = isEnvelope.Check(envelope) && open(envelope, { of: (agentId) => keys.get(agentId) }).ok;
    response.writeHead(good ? 200 : 401, { 'content-type': 'application/json' });
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
});
