import { parseArgs } from 'node:util';
import { type EchoResult, echo } from '../dimse/index.ts';
import { messageOf } from '../errors.ts';
import { type Bilingual, languageOf } from './language.ts';
import { printable } from './table.ts';
import { both } from './text.ts';

const usage: Bilingual = {
  zh: '用法：agent echo 主机 端口 --called AE [--calling CENTERMON] [--timeout 秒]　（C-ECHO 连接测试；0 有应答，1 无应答，2 参数有误）',
  en: 'Usage: agent echo HOST PORT --called AE [--calling CENTERMON] [--timeout SECONDS]  (C-ECHO connection test; 0 answered, 1 not answered, 2 wrong arguments)',
};

const wrongPort: Bilingual = { zh: '端口须为 1–65535', en: 'A port is a number from 1 to 65535' };
const wrongTimeout: Bilingual = { zh: '--timeout 须为 1–600 秒', en: '--timeout is a number of seconds up to 600' };

/** What became of the test, and what a person can do about it. */
function say(result: EchoResult): Bilingual {
  switch (result.kind) {
    case 'answered':
      return result.status === 0
        ? { zh: '对方应答正常。', en: 'The other side answers.' }
        : {
            zh: `对方应答状态 0x${result.status.toString(16)}。`,
            en: `The other side answers with status 0x${result.status.toString(16)}.`,
          };
    case 'invalid-ae-title':
      return {
        zh: `AE 标题“${result.title}”须为 1–16 个字符，不含反斜杠。`,
        en: `The AE title "${result.title}" must have 1 to 16 characters and no backslash.`,
      };
    case 'refused':
      return {
        zh: `连接被拒绝或主机不可达（${result.code}）：核对主机、端口和防火墙。`,
        en: `Refused or unreachable (${result.code}): check host, port and firewall.`,
      };
    case 'rejected':
      return {
        zh: `对方拒绝关联（来源 ${String(result.source)}，原因 ${String(result.reason)}）：对方须登记我方 AE 标题，并核对对方的 AE 标题。`,
        en: `The association is rejected (source ${String(result.source)}, reason ${String(result.reason)}): the other side must know our AE title; check its own.`,
      };
    case 'context-rejected':
      return { zh: '对方接受关联，但不支持 C-ECHO。', en: 'The other side associates but offers no verification.' };
    case 'aborted':
      return { zh: '对方中止了关联。', en: 'The other side aborted.' };
    case 'closed':
      return { zh: '对方未应答即断开。', en: 'The other side closed without an answer.' };
    case 'timed-out':
      return { zh: '对方在时限内未应答。', en: 'No answer in time.' };
    case 'protocol-error':
      return {
        zh: `对方不按 DICOM 应答（${result.what}）：这个端口可能不是 DICOM 服务。`,
        en: `The answer is no DICOM (${result.what}): the port may belong to another service.`,
      };
  }
}

/** `agent echo HOST PORT`: does the PACS answer us. Sends nothing when an AE title would break the request. */
export async function echoCommand(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        called: { type: 'string' },
        calling: { type: 'string', default: 'CENTERMON' },
        timeout: { type: 'string', default: '10' },
        lang: { type: 'string' },
      },
    });
    const [host, portText = ''] = positionals;
    const [port, seconds] = [Number(portText), Number(values.timeout)];
    if (host === undefined || values.called === undefined || positionals.length > 2) {
      process.stderr.write(`${usage.zh}\n${usage.en}\n`);
      return 2;
    }
    if (!/^\d+$/.test(portText) || port < 1 || port > 65_535) {
      process.stderr.write(`${both(wrongPort)}: ${printable(portText)}\n`);
      return 2;
    }
    if (!(seconds > 0 && seconds <= 600)) {
      process.stderr.write(`${both(wrongTimeout)}: ${printable(values.timeout)}\n`);
      return 2;
    }
    const result = await echo({
      host,
      port,
      callingAeTitle: values.calling,
      calledAeTitle: values.called,
      timeoutMs: seconds * 1000,
    });
    process.stdout.write(`${say(result)[languageOf(values.lang, process.env)]}\n`);
    if (result.kind === 'invalid-ae-title') return 2;
    return result.kind === 'answered' && result.status === 0 ? 0 : 1;
  } catch (fault) {
    process.stderr.write(`${messageOf(fault)}\n${usage.zh}\n${usage.en}\n`);
    return 2;
  }
}
