// The walk that readers of other people make over a dose report for the bench.
import { readFileSync } from 'node:fs';
import { type Found, twoPasses } from './two-passes.ts';

/** A content item as a reader sees it; its children are made while they are asked for. */
export interface WalkedItem {
  readonly code: string | undefined;
  readonly value: string | number | undefined;
  readonly children: () => Iterable<WalkedItem>;
}

const eventCodes = new Set(['113706', '113819', '113502']);

function touch(items: Iterable<WalkedItem>): number {
  let count = 0;
  for (const { value, children } of items) count += (value === undefined ? 0 : 1) + touch(children());
  return count;
}

function walk(items: Iterable<WalkedItem>, found: Found): void {
  for (const { code, children } of items) {
    if (code !== undefined && eventCodes.has(code)) {
      found.events += 1;
      found.values += touch(children());
    } else walk(children(), found);
  }
}

/** Runs a reader of other people over the listed files: every content item below every irradiation event is touched. */
export function walkReports(contentOf: (bytes: Buffer) => Iterable<WalkedItem>): void {
  twoPasses((path, found) => {
    const bytes = readFileSync(path);
    try {
      walk(contentOf(bytes), found);
    } catch (fault) {
      // A reader may throw a text.
      if (!(fault instanceof Error) && typeof fault !== 'string') throw fault;
      found.failed += 1;
    }
  });
}
