import { expect, test } from 'vitest';
import * as shared from './index.ts';
import * as station from './station-api.ts';

/** Every data class that occurs anywhere inside a value. */
function classesIn(value: unknown, seen = new Set<unknown>()): Set<string> {
  const classes = new Set<string>();
  if (typeof value !== 'object' || value === null || seen.has(value)) return classes;
  seen.add(value);
  for (const [key, part] of Object.entries(value)) {
    if (key === 'dataClass' && typeof part === 'string') classes.add(part);
    for (const inner of classesIn(part, seen)) classes.add(inner);
  }
  return classes;
}

test('identity stands behind the station’s own door and nowhere behind the shared one', () => {
  const identity = (schemas: object): string[] =>
    Object.entries(schemas)
      .filter(([, schema]) => classesIn(schema).has('patient-identity'))
      .map(([name]) => name);
  expect(identity(station)).toEqual(expect.arrayContaining(['StationFinding', 'StationStudy', 'StationRecord']));
  expect(identity(shared)).toEqual([]);
  expect(Object.keys(shared).filter((name) => name in station)).toEqual([]);
});
