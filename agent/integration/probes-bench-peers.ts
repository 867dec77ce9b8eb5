// A process of peers for the bench of probes: so many receivers that answer C-ECHO, each on a loopback address of its own as devices are, and a server that talks like NUT's.
// Says its addresses as one line of JSON and ends with its input.
import { createServer } from 'node:net';
import { startStoreScp } from '../shell/dimse/index.ts';

const count = Number(process.argv[2]);
const variables = [
  'ups.status "OL"',
  'battery.charge "100"',
  'battery.runtime "2400"',
  'ups.load "31"',
  'input.voltage "229.5"',
];
const devices: { readonly host: string; readonly port: number }[] = [];
for (let n = 0; n < count; n += 1) {
  const host = `127.0.1.${String(n + 1)}`;
  const { port } = await startStoreScp({
    host,
    port: 0,
    aeTitle: 'DEVICE',
    callingAeTitles: 'any',
    onObject: () => Promise.resolve({ status: 'stored' }),
    onEvent: () => undefined,
  });
  devices.push({ host, port });
}
const nut = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    for (const line of bytes
      .toString('latin1')
      .split('\n')
      .filter((each) => each !== '')) {
      const name = /^LIST VAR (\S+)/.exec(line)?.[1];
      if (name !== undefined)
        socket.write(
          [
            `BEGIN LIST VAR ${name}`,
            ...variables.map((each) => `VAR ${name} ${each}`),
            `END LIST VAR ${name}`,
            '',
          ].join('\n'),
        );
      else if (line.startsWith('LOGOUT')) socket.end('OK Goodbye\n');
      else socket.write('ERR UNKNOWN-COMMAND\n');
    }
  });
});
await new Promise<void>((resolve) => nut.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ devices, nut: nut.address() })}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
