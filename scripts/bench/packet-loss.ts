// How much a center would lose on its rate by a network that loses packets, though nothing fails.
import { parseArgs } from 'node:util';
import { capture } from '../tool.ts';

const usage = `npm run -s bench -- packet-loss [--hours 220] [--devices 20] [--seeds 3]
Lets the real runner ask devices that work over a network that loses 0.5, 1 and 2 % of the attempts, with time that is told, and steps what it sees through the real rule. Prints
the phantom outages and the points of the rate that they take, beside what counting each lost attempt would take. The goal is 0.00 points.
`;
const losses = [0.5, 1, 2];

interface Line {
  readonly loss: number;
  readonly hours: number;
  readonly devices: number;
  readonly attempts: number;
  readonly lost: number;
  readonly phantomOutages: number;
  readonly phantomPoints: number;
  readonly naiveOutagesEach: number;
  readonly naivePoints: number;
}

/** `packet-loss`: 0 when no point is lost (to two decimals), 1 when one is, 2 for wrong arguments. */
export async function benchPacketLoss(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      hours: { type: 'string', default: '220' },
      devices: { type: 'string', default: '20' },
      seeds: { type: 'string', default: '3' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [hours, devices, seeds] = [Number(values.hours), Number(values.devices), Number(values.seeds)];
  if (values.help || !(hours >= 1 && devices >= 1 && seeds >= 1)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  let worst = 0;
  for (const loss of losses)
    for (let seed = 1; seed <= seeds; seed += 1) {
      const program = ['agent/integration/packet-loss.ts', String(loss), String(hours), String(seed), String(devices)];
      const { code, output } = await capture(process.execPath, program);
      if (code !== 0) throw new Error(output);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by packet-loss.ts
      const line = JSON.parse(output) as Line;
      worst = Math.max(worst, line.phantomPoints);
      process.stdout.write(
        `${loss.toFixed(1)} % lost, ${String(hours)} h × ${String(devices)} devices, seed ${String(seed)}: ${String(line.lost)} of ${String(line.attempts)} attempts lost; ${String(line.phantomOutages)} phantom outages, ${line.phantomPoints.toFixed(4)} points; counted one by one ${line.naiveOutagesEach.toFixed(0)} outages a device, ${line.naivePoints.toFixed(2)} points\n`,
      );
    }
  const met = worst < 0.005;
  process.stdout.write(`worst ${worst.toFixed(4)} points; goal 0.00 ${met ? 'MET' : 'NOT MET'}\n`);
  return met ? 0 : 1;
}
