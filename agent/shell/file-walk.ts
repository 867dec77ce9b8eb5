import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A path that holds a file to read, or one that could not be entered. */
export type Walked =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unreachable'; readonly path: string; readonly code: string };

/** Far above any archive's layout; what lies deeper is a loop of mounts. */
const deepest = 64;

function unreachable(path: string, fault: unknown): Walked {
  if (!(fault instanceof Error && 'code' in fault)) throw fault;
  return { kind: 'unreachable', path, code: String(fault.code) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * Every file under a path, folder by folder in the order of names (code units), whatever its extension; one folder's names are held at a time. Symbolic links given
 * by the caller are followed, links inside folders are not, so that a walk ends. A folder that cannot be entered is a value.
 */
export function* walkFiles(path: string, depth = 0): Generator<Walked> {
  let directory: boolean;
  try {
    directory = (depth === 0 ? statSync(path) : lstatSync(path)).isDirectory();
  } catch (fault) {
    yield unreachable(path, fault);
    return;
  }
  if (!directory) {
    yield { kind: 'file', path };
    return;
  }
  let entries: { readonly name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (fault) {
    yield unreachable(path, fault);
    return;
  }
  entries.sort(byName);
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      if (depth < deepest) yield* walkFiles(inside, depth + 1);
      else yield { kind: 'unreachable', path: inside, code: 'ELOOP' };
    } else if (entry.isFile()) yield { kind: 'file', path: inside };
    else if (entry.isSymbolicLink() && linksToFile(inside)) yield { kind: 'file', path: inside };
  }
}

function linksToFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
