import type { Problem } from '@center/contract';

/** Every refusal of the console: code → HTTP status and words, Chinese first. The codes are the contract; the words may be bettered. */
const words = {
  'request-invalid': [400, '请求格式不正确', 'The request does not have the right form.'],
  'signed-out': [401, '请先登录', 'Sign in first.'],
  'login-failed': [401, '用户名或密码不正确', 'Name or password is wrong.'],
  'login-locked': [423, '登录失败次数过多，账号暂时锁定', 'Too many failed logins; the account is locked for a while.'],
  'password-change-required': [403, '请先修改一次性密码', 'Change the one-time password first.'],
  'password-weak': [
    422,
    '新密码至少 10 个字符，且不能与旧密码或用户名相同',
    'The new password needs at least 10 characters and must differ from the old one and from the name.',
  ],
  forbidden: [403, '没有权限', 'Your role or area does not allow this.'],
  'foreign-origin': [403, '请求来源不被接受', 'The request does not come from this console’s own page.'],
  'not-found': [404, '未找到', 'There is no such thing here.'],
  'already-exists': [409, '已存在', 'That exists already.'],
  'last-administrator': [409, '必须至少保留一名启用的管理员', 'At least one enabled administrator must remain.'],
  'agent-unknown': [401, '未登记的代理', 'No agent of that name is enrolled here.'],
  'signature-invalid': [401, '签名无效', 'No signature by the agent’s key holds.'],
  'agent-pending': [403, '代理等待人工核对指纹', 'The agent waits for a person to confirm its fingerprint.'],
  'agent-revoked': [403, '代理已被吊销，请重新登记', 'The agent has been revoked; enrol anew.'],
  'agent-quarantined': [403, '代理已被隔离，请联系监管方', 'The agent is quarantined; ask the supervisor.'],
  'agent-state': [409, '代理当前状态不允许此操作', 'The agent’s state does not allow this.'],
  'fingerprint-differs': [409, '指纹不一致，请勿确认', 'The fingerprint differs; do not confirm this agent.'],
  'sequence-gap': [409, '序号不连续', 'The sequence number leaves a gap.'],
  'sequence-fork': [
    409,
    '同一序号出现不同内容，代理已被隔离',
    'The same sequence number came with other content; the agent is quarantined.',
  ],
  'chain-broken': [
    409,
    '前序哈希不一致，代理已被隔离',
    'The hash of the batch before does not match; the agent is quarantined.',
  ],
  'batch-invalid': [422, '批次内容不符合格式', 'The batch does not have the right form.'],
  'batch-too-large': [413, '批次过大', 'The batch is too large.'],
  'facility-differs': [422, '批次所属机构与代理登记机构不一致', 'The batch names another facility than the agent’s.'],
  overloaded: [503, '繁忙，请稍后重试', 'Busy; try again later.'],
  'code-invalid': [403, '登记码无效、已使用或已过期', 'The enrolment code is wrong, used or expired.'],
  'proof-invalid': [403, '未能证明持有私钥', 'The proof does not show possession of the key.'],
  'rule-set-invalid': [422, '规则集无法发布', 'The rule set cannot be published.'],
  'package-exists': [409, '该机构该月的上报包已存在', 'A package of that facility and month exists already.'],
  'package-state': [409, '上报包当前状态不允许重发', 'The package’s state does not allow sending it again.'],
  'month-open': [422, '该月尚未结束', 'That month has not ended yet.'],
  'no-target': [409, '没有启用的上报目标', 'No target for uploads is enabled.'],
  'too-many-requests': [429, '请求过于频繁，请稍后再试', 'Too many requests; try again later.'],
  internal: [500, '服务器内部错误，已记录', 'An error inside the console; it has been logged.'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

export type ProblemCode = keyof typeof words;

/** A refusal as an exception, so that a transaction that meets one is undone. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly details: readonly string[];

  constructor(code: ProblemCode, details: readonly string[] = [], options?: ErrorOptions) {
    super(`refused: ${code}`, options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return words[this.code][0];
  }
}

export function problemOf(code: ProblemCode, details: readonly string[] = []): Problem {
  const [, zh, en] = words[code];
  return { code, message: { zh, en }, ...(details.length > 0 ? { details: [...details] } : {}) };
}
