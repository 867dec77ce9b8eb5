import { readdirSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';

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
      const below = folder.endsWith(sep) ? folder : `${folder}${sep}`;
      return entries
        .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
        .map((entry) => ({ location: `${below}${entry.name}`, kind: kindOf(entry) }));
    }
  }
  const base = Buffer.from(folder);
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
    .toSorted((a, b) => Buffer.compare(a.name, b.name))
    .map((entry) => ({ location: Buffer.concat([base, separator, entry.name]), kind: kindOf(entry) }));
}

/** Folders from which a walk started or to which a link led it, by their real path and by device and inode. */
class Roots {
  readonly #paths: string[] = [];
  readonly #ids = new Set<string>();

  /** Adds a folder unless it lies in one that is walked already: then its files are found under their own names. */
  add(location: Location): boolean {
    const real = realpathSync(location, { encoding: 'buffer' }).toString('latin1');
    if (this.#paths.some((path) => real === path || real.startsWith(path.endsWith('/') ? path : `${path}/`)))
      return false;
    this.#paths.push(real);
    this.#ids.add(idOf(location));
    return true;
  }

  has(location: Location): boolean {
    return this.#ids.has(idOf(location));
  }
}

function idOf(location: Location): string {
  const { dev, ino } = statSync(location, { bigint: true });
  return `${String(dev)}:${String(ino)}`;
}

/**
 * Every file under a path, folder by folder in the order of names, whatever its extension; one folder's names are held at a time. Symbolic links are followed, also
 * to folders (an archive spread over several disks), but no folder is walked twice, so that a walk ends. What cannot be entered is a value; links that lead nowhere, pipes,
 * sockets and devices inside a folder are passed over.
 */
export function* walkFiles(location: Location): Generator<Walked> {
  try {
    if (!statSync(location).isDirectory()) {
      yield { kind: 'file', path: shown(location), location };
      return;
    }
    const roots = new Roots();
    roots.add(location);
    yield* walkFolder(location, roots, 0);
  } catch (fault) {
    yield unreachable(location, fault);
  }
}

function* walkFolder(folder: Location, roots: Roots, depth: number): Generator<Walked> {
  let entries: Entry[];
  try {
    entries = list(folder);
  } catch (fault) {
    yield unreachable(folder, fault);
    return;
  }
  for (const { kind, location } of entries) {
    if (kind === 'file') yield { kind, path: shown(location), location };
    else if (kind === 'folder') yield* walkInner(location, roots, depth, (at) => !roots.has(at));
    else if (kind === 'link') yield* followLink(location, roots, depth);
  }
}

function* walkInner(
  folder: Location,
  roots: Roots,
  depth: number,
  enters: (location: Location) => boolean,
): Generator<Walked> {
  let entering: boolean;
  try {
    entering = enters(folder);
  } catch (fault) {
    yield unreachable(folder, fault);
    return;
  }
  if (!entering) return;
  if (depth < deepest) yield* walkFolder(folder, roots, depth + 1);
  else yield { kind: 'unreachable', path: shown(folder), code: 'ELOOP' };
}

function* followLink(location: Location, roots: Roots, depth: number): Generator<Walked> {
  try {
    const target = statSync(location, { throwIfNoEntry: false });
    if (target?.isFile() === true) yield { kind: 'file', path: shown(location), location };
    if (target?.isDirectory() !== true) return;
  } catch (fault) {
    yield unreachable(location, fault);
    return;
  }
  yield* walkInner(location, roots, depth, (at) => roots.add(at));
}

/**
 * The place that a shown path names: itself, or, where a name on the way is no UTF-8, the bytes that are shown so. `undefined` when nothing stands there. Throws what the
 * file system says otherwise (no permission, a share that is gone).
 */
export function locate(path: string): Location | undefined {
  if (isThere(path)) return path;
  // Only a name of other characters than ASCII can be shown otherwise than it is written.
  if (!/[^\x20-\x7e]/.test(path)) return undefined;
  let place = Buffer.from(separator);
  for (const name of path.split('/').filter((part) => part !== '')) {
    const entries = foldersNames(place);
    const written = entries.find((entry) => shown(entry) === name);
    if (written === undefined) return undefined;
    place = place.equals(separator) ? Buffer.concat([place, written]) : Buffer.concat([place, separator, written]);
  }
  return place;
}

function foldersNames(folder: Buffer): readonly Buffer[] {
  try {
    return readdirSync(folder, { encoding: 'buffer' });
  } catch (fault) {
    if (isAbsence(fault)) return [];
    throw fault;
  }
}

/** Nothing of that name: all other faults leave it open whether something is there. */
function isAbsence(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR');
}

function isThere(location: Location): boolean {
  try {
    statSync(location);
    return true;
  } catch (fault) {
    if (isAbsence(fault)) return false;
    throw fault;
  }
}
