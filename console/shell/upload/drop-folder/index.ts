/**
 * drop-folder: the signed envelope as a file in a folder that the platform empties. In: a parcel. Out: how the try ended. Never: a half-written file under a final
 * name; `<key>.ok` appears only after `<key>.json` is durable, and only then may the other side read it.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, type Asked, type Connector, judgeReceipt, type Parcel } from '../connector.ts';

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Temporary name, write, fsync, rename, fsync of the folder: after a power cut the final name holds all bytes or does not exist. */
async function placeFile(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.${name}.part`);
  const handle = await open(temporary, 'w', 0o640);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(folder, name));
  await syncFolder(folder);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Failures of the folder (unmounted, full, no right): worth another try, told apart from a fault of ours by their code. */
const folderFailures = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EBUSY',
  'ESTALE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'EMFILE',
  'ENFILE',
]);

function failureOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && folderFailures.has(error.code)
    ? error.code
    : undefined;
}

export function dropFolder(folder: string): Connector {
  const receiptFile = (parcel: Parcel): string => join(folder, `${parcel.key}.receipt.json`);

  const receiptOf = async (parcel: Parcel): Promise<Answer | undefined> => {
    const raw = await readIfThere(receiptFile(parcel));
    if (raw === undefined) return undefined;
    const judged = judgeReceipt(raw, parcel);
    return judged.matches
      ? { outcome: judged.outcome, receiptRaw: raw }
      : { outcome: { kind: 'taken' }, detail: judged.why, receiptRaw: raw };
  };

  return {
    send: async (parcel) => {
      try {
        await access(folder, constants.W_OK);
        await placeFile(folder, `${parcel.key}.json`, parcel.envelope);
        await placeFile(folder, `${parcel.key}.ok`, `${sha256(parcel.envelope)}  ${parcel.key}.json\n`);
        return (await receiptOf(parcel)) ?? { outcome: { kind: 'taken' } };
      } catch (error) {
        const failure = failureOf(error);
        if (failure === undefined) throw error;
        return { outcome: { kind: 'retry' }, detail: `the folder cannot be written (${failure})` };
      }
    },
    ask: async (parcel): Promise<Asked> => {
      try {
        await access(folder, constants.R_OK);
        const receipt = await receiptOf(parcel);
        if (receipt !== undefined) return { kind: 'there', answer: receipt };
        const [file, mark] = await Promise.all([
          readIfThere(join(folder, `${parcel.key}.json`)),
          readIfThere(join(folder, `${parcel.key}.ok`)),
        ]);
        return file === parcel.envelope && mark !== undefined
          ? { kind: 'there', answer: { outcome: { kind: 'taken' } } }
          : { kind: 'absent' };
      } catch (error) {
        const failure = failureOf(error);
        if (failure === undefined) throw error;
        return { kind: 'unknown', detail: `the folder cannot be read (${failure})` };
      }
    },
  };
}
