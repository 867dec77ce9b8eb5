// The side of the child: its order, its words to the starter, and the moments at which it stops.
import type { Failed } from './messages.ts';

/** The order given at the start; written by part.ts a moment ago. */
export function orderOf<Order>(): Order {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- part.ts writes it, this process is its child
  return JSON.parse(process.argv[2] ?? '{}') as Order;
}

export function tell<Message extends { readonly kind: string }>(message: Message | Failed): void {
  if (process.connected) process.send?.(message);
}

/** Runs `stop` once, at SIGTERM, SIGINT or when the starter is gone. */
export function stopWhenAsked(stop: () => Promise<void>): void {
  let asked = false;
  const once = (): void => {
    if (asked) return;
    asked = true;
    void stop().then(
      () => process.exit(0),
      (fault: unknown) => {
        process.stderr.write(`${String(fault)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, once);
  process.on('disconnect', once);
}
