// A vitest reporter that counts. In: the end of a run. Out: a JSON file named by TALLY_FILE with the figures and with
// what every skipped test said. It prints nothing; the default reporter does.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { Tally } from './tally.ts';

// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its file and takes the default export
export default class TallyReporter implements Reporter {
  /**
   * A module that does not load and a hook that throws leave no failed test behind; they are counted as faults, so that
   * a suite which never ran cannot look like one that passed.
   */
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.TALLY_FILE;
    if (file === undefined) throw new Error('TALLY_FILE names no file for the tally');
    const tally: Tally = { passed: 0, failed: 0, skipped: [], faults: unhandled.length };
    for (const module of modules) {
      tally.faults += module.errors().length;
      for (const suite of module.children.allSuites()) tally.faults += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') tally.passed += 1;
        else if (result.state === 'failed') tally.failed += 1;
        else {
          const why = result.state === 'skipped' ? (result.note ?? '') : 'it never ran';
          tally.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, why });
        }
      }
    }
    writeFileSync(file, JSON.stringify(tally));
  }
}
