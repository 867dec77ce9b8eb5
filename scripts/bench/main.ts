// `npm run bench -- NAME …`: which bench runs. In: its name and its own arguments. Out: its exit code.
type Bench = (args: readonly string[]) => Promise<number>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  headers: async () => (await import('./headers.ts')).benchHeaders,
  rdsr: async () => (await import('./rdsr.ts')).benchRdsr,
  'folder-scan': async () => (await import('./folder-scan.ts')).benchFolderScan,
  'peak-memory': async () => (await import('./peak-memory.ts')).benchPeakMemory,
  'start-up': async () => (await import('./start-up.ts')).benchStartUp,
  ledger: async () => (await import('./archive-ledger.ts')).benchLedger,
  channels: async () => (await import('./channels.ts')).benchChannels,
  courtesy: async () => (await import('./courtesy.ts')).benchCourtesy,
  probes: async () => (await import('./probes.ts')).benchProbes,
  'packet-loss': async () => (await import('./packet-loss.ts')).benchPacketLoss,
  'console-ingest': async () => (await import('./console-ingest.ts')).benchConsoleIngest,
};

/** Runs the named bench; 2 when there is none of that name. */
export async function bench([name = '', ...args]: readonly string[]): Promise<number> {
  const found = benches[name];
  if (found !== undefined) return (await found())(args);
  process.stderr.write(`npm run -s bench -- NAME …; NAME is one of ${Object.keys(benches).join(', ')}; NAME --help\n`);
  return 2;
}
