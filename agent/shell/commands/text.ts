import type { DisplayState } from '@center/contract';
import { AgentError, type AgentErrorCode, messageOf } from '../errors.ts';
import type { Bilingual } from './language.ts';

/** Words of the display states, as everywhere in the product. */
export const stateWords: Readonly<Record<DisplayState, Bilingual>> = {
  compliant: { zh: '符合', en: 'compliant' },
  attested: { zh: '已声明', en: 'attested' },
  'due-soon': { zh: '预警', en: 'due soon' },
  'non-compliant': { zh: '不符合', en: 'non-compliant' },
  'evidence-missing': { zh: '缺证据', en: 'evidence missing' },
  stale: { zh: '数据过期', en: 'stale' },
  'check-error': { zh: '检测失败', en: 'check error' },
  'not-yet-run': { zh: '待检', en: 'not yet run' },
  'awaiting-review': { zh: '待核实', en: 'awaiting review' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
  waived: { zh: '豁免', en: 'waived' },
  informational: { zh: '仅记录', en: 'for the record' },
};

/** What the commands say; Chinese first where both are shown. */
export const texts = {
  columns: {
    state: { zh: '状态', en: 'State' },
    clause: { zh: '条款', en: 'Clause' },
    rule: { zh: '规则', en: 'Rule' },
    date: { zh: '检查日期', en: 'Study date' },
    where: { zh: '文件/检查', en: 'File/study' },
    why: { zh: '说明', en: 'Details' },
  },
  suspected: { zh: '疑似', en: 'suspected' },
  noFindings: { zh: '没有发现问题。', en: 'Nothing to report.' },
  nothingToJudge: {
    zh: '没有可判定的 DICOM 对象，因此没有判定任何事项。',
    en: 'There is no DICOM object to judge; nothing was judged.',
  },
  totals: { zh: '合计', en: 'Totals' },
  files: { zh: '文件', en: 'files' },
  studies: { zh: '检查', en: 'studies' },
  objects: { zh: '对象', en: 'objects' },
  findings: { zh: '问题', en: 'findings' },
  unreadable: { zh: '无法读取的文件', en: 'Unreadable files' },
  missing: { zh: '缺', en: 'missing' },
  whole: { zh: '本中心', en: 'this center' },
  notThere: { zh: '路径不存在或打不开', en: 'no such path, or it cannot be opened' },
  noPath: { zh: '请给出至少一个文件或文件夹。', en: 'Name at least one file or folder.' },
  badOption: { zh: '无法识别的选项', en: 'Not understood' },
  left: { zh: '剩余', en: 'left' },
  scanUsage: {
    zh: `用法：agent scan 路径… [选项]
不连接平台，判定文件或文件夹中的检查，并列出发现。
  --format table|json   输出形式（默认 table）
  --devices 文件        本中心设备清单：DeviceCard 的 JSON 数组
  --records 文件        登记记录：JSON 数组，见下
  --institution 名称    本机构在影像中的名称（可重复）
  --lang zh|en          语言（默认随 LANG）
退出码：0 没有不符合；1 有不符合；2 未能执行。
记录文件的一项：{"study": "检查 UID", "records": {"inquiry"|"harmExplained"|"consent"|"specialNeed"|"identityException"|"importedBy": {…}, "reviews": [{…}]}}，时间为 ISO 8601。
JSON 输出：{"kind": "scan-report/1", "asOf", "supervisionStart", "ruleSetSha256", "files": {"seen", "unreadable", "ignored"}, "studies": [{"study", "date", "verdicts": {规则: {"kind", "reason"?, "basis"?, "informational"?}}}],
  "findings": [{"findingId", "ruleId", "clause", "severity", "state", "verdict", "reason"?, "basis"?, "subject": {"kind", "key"}, "date", "files": [], "observed": {}, "missing": [], "note"?}], "unreadable": [{"path", "reason"}]}
  含患者身份信息，仅供本中心使用。`,
    en: `Usage: agent scan PATH… [options]
Judges the studies in files or folders without any console and lists the findings.
  --format table|json   form of the output (table)
  --devices FILE        the center's own devices: a JSON array of DeviceCard
  --records FILE        what people wrote down: a JSON array, see below
  --institution NAME    the own institution's name in headers (may be repeated)
  --lang zh|en          language (by LANG)
Exit code: 0 nothing deviates; 1 something deviates; 2 could not run.
One item of the records file: {"study": UID, "records": {"inquiry"|"harmExplained"|"consent"|"specialNeed"|"identityException"|"importedBy": {…}, "reviews": [{…}]}}, instants in ISO 8601.
JSON output: {"kind": "scan-report/1", "asOf", "supervisionStart", "ruleSetSha256", "files": {"seen", "unreadable", "ignored"}, "studies": [{"study", "date", "verdicts": {rule: {"kind", "reason"?, "basis"?, "informational"?}}}],
  "findings": [{"findingId", "ruleId", "clause", "severity", "state", "verdict", "reason"?, "basis"?, "subject": {"kind", "key"}, "date", "files": [], "observed": {}, "missing": [], "note"?}], "unreadable": [{"path", "reason"}]}
  It holds patient identity and stays at the center.`,
  },
  runUsage: { zh: '用法：agent run --config 文件', en: 'Usage: agent run --config FILE' },
  enrollUsage: {
    zh: '用法：agent enroll 平台地址 注册码 [--data 文件夹] [--ca 证书文件]',
    en: 'Usage: agent enroll URL CODE [--data DIR] [--ca FILE]',
  },
  verifyUsage: { zh: '用法：agent verify [--data 文件夹]', en: 'Usage: agent verify [--data DIR]' },
  noLedger: { zh: '该文件夹中没有账本', en: 'there is no ledger in this folder' },
  chainGood: { zh: '账本完整', en: 'the ledger is whole' },
  chainBroken: { zh: '账本自第 N 条起不可信', en: 'the ledger cannot be trusted from this entry on' },
  entries: { zh: '条记录', en: 'entries' },
  enrolled: {
    zh: '已向平台登记，等待平台人员核对指纹后启用',
    en: 'enrolled; a person at the console must compare the fingerprint before it is active',
  },
  fingerprint: { zh: '本机密钥指纹', en: 'Fingerprint of this agent' },
  running: { zh: '监测程序已启动', en: 'The agent is running' },
  configBad: { zh: '配置文件有误', en: 'The configuration has problems' },
  stopped: { zh: '已停止', en: 'Stopped' },
} as const;

/** What a person should know and do when the agent gives up. */
const faultTexts: Readonly<Record<AgentErrorCode, Bilingual>> = {
  'database-newer': {
    zh: '账本由更新版本的程序写入，请启动新版本；数据未改动',
    en: 'The ledger was written by a newer program; start that one, nothing was changed',
  },
  'database-locked': { zh: '账本正被其他程序占用', en: 'Another program holds the ledger' },
  'database-damaged': { zh: '账本无法打开，请从备份恢复', en: 'The ledger cannot be opened; restore it from a backup' },
  'not-found': { zh: '找不到', en: 'Not found' },
  'same-person': { zh: '复核须由另一人完成', en: 'The second person must be another one' },
  'already-decided': { zh: '已处理过', en: 'Decided already' },
  'changed-meanwhile': {
    zh: '记录已被他人修改，请重新打开后再改',
    en: 'Somebody has changed the record meanwhile; open it again first',
  },
  'in-use': { zh: '仍在使用中', en: 'It is still in use' },
  'login-taken': { zh: '登录名已被使用', en: 'The login is taken' },
  'key-file': { zh: '密钥文件无法读取或不正确', en: 'A key file cannot be read or is none' },
  'config-invalid': { zh: '配置有误', en: 'The configuration is wrong' },
  'console-refused': { zh: '平台拒绝了请求', en: 'The console refuses' },
  'console-unreachable': {
    zh: '平台没有应答，请检查地址和网络',
    en: 'The console does not answer; check the address and the network',
  },
  'not-enrolled': { zh: '尚未向平台登记', en: 'Not enrolled at a console' },
  'already-enrolled': { zh: '此数据文件夹已登记', en: 'This data folder is enrolled already' },
  'port-in-use': {
    zh: '端口已被占用，请换一个或停止占用它的程序',
    en: 'The port is in use; choose another or stop the program that holds it',
  },
  usage: { zh: '用法有误', en: 'Not understood' },
};

export const both = (text: Bilingual): string => `${text.zh} / ${text.en}`;

/** A fault as a line for a person: both languages, then the particulars. */
export function faultLine(fault: unknown): string {
  if (!(fault instanceof AgentError)) return messageOf(fault);
  const particulars = Object.entries(fault.details).map(([name, value]) => `${name}=${String(value)}`);
  const said = ['usage', 'console-refused', 'not-found', 'config-invalid'].includes(fault.code) ? [fault.message] : [];
  return [both(faultTexts[fault.code]), ...said, ...particulars].join(' · ');
}
