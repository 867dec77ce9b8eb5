// What the suites came to, added up. In: the tally of each run. Out: the closing words and the exit code of `npm test`.

/** What one run of vitest came to. A fault is an error that belongs to no test. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: { name: string; why: string }[];
  faults: number;
}

/**
 * Adds the runs up. A fault counts as failed, so that a suite which never ran cannot look like one that passed, and
 * a total in which nothing was executed is a failure. The last line is `N passed, N failed, N skipped` and nothing else.
 */
export function closing(tallies: readonly Tally[]): { text: string; code: 0 | 1 } {
  const passed = tallies.reduce((sum, each) => sum + each.passed, 0);
  const faults = tallies.reduce((sum, each) => sum + each.faults, 0);
  const failed = tallies.reduce((sum, each) => sum + each.failed, faults);
  const skipped = tallies.flatMap((each) => each.skipped);
  const lines: string[] = [];
  if (skipped.length > 0) lines.push('Skipped:');
  for (const { name, why } of skipped) lines.push(`  ${name}${why === '' ? '' : `: ${why}`}`);
  if (faults > 0) lines.push(`Of the failed, ${faults} are suites or pages that could not be loaded, set up or built.`);
  if (passed + failed === 0) lines.push('No test was executed, which is a failure.');
  lines.push('', `${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return { text: `${lines.join('\n')}\n`, code: failed === 0 && passed > 0 ? 0 : 1 };
}
