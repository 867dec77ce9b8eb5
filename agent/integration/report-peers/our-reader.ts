// Our dose report reader alone, for the bench: from files to dose reports in one unit a concept; counts what it found and keeps nothing.
import { readHeaderFile } from '../../shell/header/index.ts';
import { twoPasses } from './two-passes.ts';

twoPasses((path, found) => {
  const reading = readHeaderFile(path);
  if (reading.kind !== 'readable' || reading.dose === undefined) {
    found.failed += 1;
    return;
  }
  found.events += reading.dose.events.length;
  for (const event of reading.dose.events) found.values += Object.keys(event.values).length;
});
