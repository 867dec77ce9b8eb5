import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { now } from '../clock/index.ts';
import { AgentError } from '../errors.ts';
import { agentKey, fingerprintOf, openLedger } from '../ledger/index.ts';
import { enrol } from '../outbox/index.ts';
import { both, faultLine, texts } from './text.ts';

const defaultFolder = 'data/agent';

/** `agent enroll URL CODE`: makes the agent's key on first use and enrols it. 0 enrolled (pending), 1 refused, 2 could not run. */
export async function enrollCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string', default: defaultFolder },
        ca: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [url, code, ...more] = positionals;
    if (values.help) {
      process.stdout.write(`${both(texts.enrollUsage)}\n`);
      return 0;
    }
    if (url === undefined || code === undefined || more.length > 0 || !/^https?:\/\/\S+$/.test(url))
      throw new AgentError('usage', 'URL CODE');
    const key = agentKey(values.data);
    process.stdout.write(`${both(texts.fingerprint)}:\n  ${fingerprintOf(key.publicKey)}\n`);
    const ledger = openLedger(values.data);
    try {
      const address = { url, ...(values.ca === undefined ? {} : { ca: values.ca }) };
      const { agentId, facilityName, state } = await enrol(ledger, key, address, code, now());
      process.stdout.write(`${both(texts.enrolled)}\n  ${agentId} · ${facilityName} · ${state}\n`);
      return 0;
    } finally {
      ledger.close();
    }
  } catch (fault) {
    const usage = !(fault instanceof AgentError) || fault.code === 'usage';
    process.stderr.write(`${faultLine(fault)}\n${usage ? `${both(texts.enrollUsage)}\n` : ''}`);
    return usage ? 2 : 1;
  }
}

/** `agent verify`: walks the chain of a data folder. 0 whole, 1 broken (the first broken entry is named), 2 could not run. */
export function verifyCommand(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: defaultFolder },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${both(texts.verifyUsage)}\n`);
      return Promise.resolve(0);
    }
    if (!existsSync(join(values.data, 'ledger.sqlite')))
      throw new AgentError('not-found', both(texts.noLedger), { folder: values.data });
    const ledger = openLedger(values.data);
    try {
      const result = ledger.verifyChain();
      process.stdout.write(
        result.ok
          ? `${both(texts.chainGood)}: ${String(result.entries)} ${both(texts.entries)}, ${result.head}\n`
          : `${both(texts.chainBroken)}: ${String(result.seq)} (${result.problem})\n`,
      );
      return Promise.resolve(result.ok ? 0 : 1);
    } finally {
      ledger.close();
    }
  } catch (fault) {
    process.stderr.write(`${faultLine(fault)}\n${fault instanceof AgentError ? '' : `${both(texts.verifyUsage)}\n`}`);
    return Promise.resolve(2);
  }
}
