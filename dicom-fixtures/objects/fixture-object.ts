import type { CharacterSet } from '../writer/character-set.ts';
import type { Dataset } from '../writer/dataset.ts';
import { writeWithDcmjs } from '../writer/dcmjs-writer.ts';
import { writePart10 } from '../writer/part10.ts';
import type { TransferSyntax } from '../writer/transfer-syntax.ts';

/** One object before it is a file. */
export interface FixtureObject {
  readonly role: 'image' | 'dose-report' | 'other';
  readonly dataset: Dataset;
  readonly transferSyntax: TransferSyntax;
  readonly characterSet: CharacterSet;
  /** What happens to the bytes of the finished file. */
  readonly damage?: (bytes: Buffer) => Buffer;
}

/** The file of an object. UTF-8 in explicit little endian is written by dcmjs, everything else by the room's own writer. */
export function fileBytes(object: FixtureObject): Buffer {
  const bytes =
    object.characterSet === 'utf-8' && object.transferSyntax === 'explicit-le'
      ? writeWithDcmjs(object.dataset)
      : writePart10(object.dataset, object);
  return object.damage === undefined ? bytes : object.damage(bytes);
}
