import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AgentError } from '../errors.ts';
import { openLedger } from '../ledger/index.ts';
import type { Bilingual } from './language.ts';
import { both, faultLine, texts } from './text.ts';

const usage: Bilingual = {
  zh: '用法：agent rebuild-archive [--data 目录]　（由归档观察记录重建归档账本的派生表；0 与原表一致，1 原表有出入、已按观察记录重建，2 未能执行）',
  en: 'Usage: agent rebuild-archive [--data DIR]  (folds the tables of the archive ledger anew from its observations; 0 they are what they were, 1 they were not and are mended, 2 could not run)',
};
const same: Bilingual = {
  zh: '重建完成，派生表与原来逐行一致',
  en: 'Rebuilt; every row is what it was',
};
const mended: Bilingual = {
  zh: '重建完成；下列派生表原来与观察记录不符，已按观察记录重写',
  en: 'Rebuilt; these tables were not what the observations make of them, and are now',
};
const observations: Bilingual = { zh: '条观察记录', en: 'observations' };

/** `agent rebuild-archive`: derived tables of the archive ledger, folded anew. It believes the observations; whether they are those that were made is what `agent verify` says. */
export function rebuildArchiveCommand(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: 'data/agent' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${both(usage)}\n`);
      return Promise.resolve(0);
    }
    if (!existsSync(join(values.data, 'ledger.sqlite')))
      throw new AgentError('not-found', both(texts.noLedger), { folder: values.data });
    return Promise.resolve(rebuilt(values.data));
  } catch (fault) {
    process.stderr.write(`${faultLine(fault)}\n${fault instanceof AgentError ? '' : `${both(usage)}\n`}`);
    return Promise.resolve(2);
  }
}

function rebuilt(folder: string): number {
  const ledger = openLedger(folder);
  try {
    const { observations: n, differed } = ledger.archive.rebuild((done, of) =>
      process.stderr.write(`\r${String(done)}/${String(of)}`),
    );
    process.stderr.write('\n');
    const outcome = differed.length === 0 ? both(same) : `${both(mended)}: ${differed.join(', ')}`;
    process.stdout.write(`${outcome} (${String(n)} ${both(observations)})\n`);
    return differed.length === 0 ? 0 : 1;
  } finally {
    ledger.close();
  }
}
