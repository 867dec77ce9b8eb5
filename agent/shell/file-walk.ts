import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where something lies: text, or raw bytes where a name is no UTF-8 (archives copied from older systems name their files in GBK). */
export type Location = string | Buffer;

/** A file to read, or a place that could not be entered. `path` is for people; only `location` opens the file. */
export type Walked =
  | { readonly kind: 'file'; readonly path: string; readonly location: Location }
  | { readonly kind: 'unreachable'; readonly path: string; readonly code: string };

/** Far above any archive's layout; what lies deeper is a loop of mounts. */
const deepest = 64;
const replacement = '\ufffd';
const gbk = new TextDecoder('gb18030');
const utf8 = new TextDecoder('utf-8', { fatal: true });

function shown(location: Location): string {
  if (typeof location === 'string') return location;
  try {
    return utf8.decode(location);
  } catch {
    return gbk.decode(location);
  }
}

function unreachable(location: Location, fault: unknown): Walked {
  if (!(fault instanceof Error && 'code' in fault)) throw fault;
  return { kind: 'unreachable', path: shown(location), code: String(fault.code) };
}

interface Entry {
  readonly location: Location;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
}

interface Listed {
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(entry: Listed): Entry['kind'] {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

const separator = Buffer.from('/');

/** Entries of a folder in the order of their names; as text where all names are text, as bytes otherwise. */
function list(folder: Location): Entry[] {
  if (typeof folder === 'string') {
    const entries = readdirSync(folder, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes(replacement))) {
      return entries
        .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
        .map((entry) => ({ location: join(folder, entry.name), kind: kindOf(entry) }));
    }
  }
  const base = Buffer.from(folder);
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
    .toSorted((a, b) => Buffer.compare(a.name, b.name))
    .map((entry) => ({ location: Buffer.concat([base, separator, entry.name]), kind: kindOf(entry) }));
}

function linksToFile(location: Location): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Every file under a path, folder by folder in the order of names, whatever its extension; one folder's names are held at a time. Symbolic links given by the caller
 * are followed, links to folders inside are not, so that a walk ends. A folder that cannot be entered is a value.
 */
export function* walkFiles(location: Location, depth = 0): Generator<Walked> {
  let entries: Entry[];
  try {
    const isFolder = (depth === 0 ? statSync(location) : lstatSync(location)).isDirectory();
    if (!isFolder) {
      yield { kind: 'file', path: shown(location), location };
      return;
    }
    entries = list(location);
  } catch (fault) {
    yield unreachable(location, fault);
    return;
  }
  for (const entry of entries) {
    if (entry.kind === 'folder') {
      if (depth < deepest) yield* walkFiles(entry.location, depth + 1);
      else yield { kind: 'unreachable', path: shown(entry.location), code: 'ELOOP' };
    } else if (entry.kind === 'file' || (entry.kind === 'link' && linksToFile(entry.location))) {
      yield { kind: 'file', path: shown(entry.location), location: entry.location };
    }
  }
}
