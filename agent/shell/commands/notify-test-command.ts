import { parseArgs } from 'node:util';
import { now } from '../clock/index.ts';
import { readConfig } from '../config/index.ts';
import { messageOf } from '../errors.ts';
import { tryReceivers } from '../notices/index.ts';
import type { Bilingual } from './language.ts';
import { printable } from './table.ts';
import { both } from './text.ts';

const usage: Bilingual = {
  zh: '用法：agent notify-test --config 文件 [接收人…]　（给每个接收人发一条测试通知；0 全部送达，1 有未送达，2 参数或配置有误）',
  en: 'Usage: agent notify-test --config FILE [RECEIVER…]  (sends each receiver a test message; 0 all were taken, 1 some were not, 2 wrong arguments or configuration)',
};
const nobody: Bilingual = {
  zh: '配置中没有 notices：无人可通知',
  en: 'The configuration has no notices: there is nobody to tell',
};

/** `agent notify-test`: shows for each receiver whether its way works. */
export async function notifyTestCommand(args: readonly string[]): Promise<number> {
  let parsed: { readonly config?: string | undefined; readonly names: readonly string[] };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { config: { type: 'string' } },
      allowPositionals: true,
    });
    parsed = { config: values.config, names: positionals };
  } catch (fault) {
    process.stderr.write(`${printable(messageOf(fault))}\n${both(usage)}\n`);
    return 2;
  }
  if (parsed.config === undefined) {
    process.stderr.write(`${both(usage)}\n`);
    return 2;
  }
  const read = readConfig(parsed.config);
  if (!read.ok) {
    for (const { path, problem, example } of read.problems)
      process.stderr.write(`${path}: ${problem}${example === undefined ? '' : `  (${example})`}\n`);
    return 2;
  }
  const { notices, facility } = read.config;
  if (notices === undefined) {
    process.stderr.write(`${both(nobody)}\n`);
    return 2;
  }
  const unknown = parsed.names.filter((name) => !notices.receivers.some((receiver) => receiver.name === name));
  if (unknown.length > 0) {
    const known = notices.receivers.map(({ name }) => name).join(' ');
    process.stderr.write(
      `${both({ zh: `没有名为 ${unknown.join(' ')} 的接收人；有：${known}`, en: `No receiver ${unknown.join(' ')}; there are: ${known}` })}\n`,
    );
    return 2;
  }
  const receivers = notices.receivers.filter(({ name }) => parsed.names.length === 0 || parsed.names.includes(name));
  const results = await tryReceivers(notices, receivers, { id: facility.id, name: facility.name ?? facility.id }, now);
  for (const { receiver, problem } of results) {
    const line: Bilingual =
      problem === undefined
        ? { zh: `${receiver}：对方已接收`, en: `${receiver}: taken` }
        : { zh: `${receiver}：未送达（${printable(problem)}）`, en: `${receiver}: not taken (${printable(problem)})` };
    process.stdout.write(`${both(line)}\n`);
  }
  return results.every(({ problem }) => problem === undefined) ? 0 : 1;
}
