import '../../rules/contract/node-floor.mjs';

// Loaded into a measured Node program by `--import`: at its end it writes what it has used where BENCH_USAGE says.
const { readFileSync, writeFileSync } = await import('node:fs');
const { default: self } = await import('node:process');

/** Peak of resident memory in kilobytes. Linux hands a child the peak of who started it in resourceUsage, so the process's own account is read first. */
function peakKb() {
  try {
    const own = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (own !== null) return Number(own[1]);
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault)) throw fault;
  }
  return self.resourceUsage().maxRSS;
}

self.on('exit', () => {
  const { userCPUTime, systemCPUTime } = self.resourceUsage();
  writeFileSync(
    self.env.BENCH_USAGE ?? '',
    JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakKb: peakKb() }),
  );
});
