import { ConfigFault, startConsole } from '../../console/shell/index.ts';
import type { ConsoleOrder, ConsoleReady } from './messages.ts';
import { orderOf, stopWhenAsked, tell } from './part-side.ts';

const { dataFolder, port, receiverPort, demo } = orderOf<ConsoleOrder>();
try {
  const running = await startConsole({
    dataFolder,
    port,
    demo,
    localReceiver: { port: receiverPort },
    uploads: { receiptEverySeconds: 5, pollEverySeconds: 1 },
  });
  stopWhenAsked(() => running.close());
  tell<ConsoleReady>({
    kind: 'console-ready',
    url: running.url,
    receiverUrl: running.receiverUrl ?? '',
    ...(running.firstPassword === undefined ? {} : { firstPassword: running.firstPassword }),
  });
} catch (fault) {
  tell({
    kind: 'failed',
    problems: fault instanceof ConfigFault ? fault.problems : [fault instanceof Error ? fault.message : String(fault)],
  });
  process.exitCode = 2;
  process.disconnect();
}
