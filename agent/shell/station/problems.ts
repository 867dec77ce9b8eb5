import type { Problem } from '@center/contract';
import { AgentError, type AgentErrorCode } from '../errors.ts';

/** Every refusal of the station: HTTP status and words, Chinese first. The codes are what a program reads. */
const refusals = {
  'request-invalid': [400, '请求内容不符合格式', 'The request does not have the right form.'],
  'signed-out': [401, '请先登录', 'Sign in first.'],
  'login-failed': [401, '用户名或密码不正确', 'Name or password is wrong.'],
  'login-locked': [
    423,
    '连续登录失败次数过多，账号已锁定 15 分钟',
    'Too many failed attempts: the account is locked for 15 minutes.',
  ],
  'password-change-required': [403, '请先修改一次性密码', 'Change the one-time password first.'],
  'password-weak': [
    422,
    '新密码至少 10 个字符，且不得与旧密码或用户名相同',
    'A new password has at least 10 characters and differs from the old one and from the login.',
  ],
  forbidden: [403, '您的角色无权进行此操作', 'Your role does not allow this.'],
  'foreign-origin': [
    403,
    '请求并非来自本工作站页面，已拒绝',
    'The request does not come from this station’s own page.',
  ],
  'not-found': [404, '未找到', 'There is no such thing here.'],
  'same-person': [
    409,
    '须由另一人复核：录入或决定的本人不能复核',
    'A second person is needed: who entered or decided it cannot review it.',
  ],
  'already-decided': [409, '已经处理过', 'This has been decided already.'],
  'form-differs': [409, '同一表单已提交过不同内容', 'This form was already sent with other content.'],
  'login-taken': [409, '用户名已被占用', 'That login is taken.'],
  'last-administrator': [409, '至少须保留一名启用的管理员', 'At least one enabled administrator must remain.'],
  'signed-in-future': [422, '签署时间晚于当前时间', 'The time of signing lies in the future.'],
  'date-order': [422, '日期先后不合理', 'The dates are in an impossible order.'],
  'page-unknown': [422, '签字页尚未上传', 'The signed page has not been uploaded.'],
  'page-type': [415, '签字页只接受 PDF、JPEG 或 PNG', 'A signed page is a PDF, JPEG or PNG.'],
  'page-too-large': [413, '签字页不得超过 10 MB', 'A signed page has at most 10 MB.'],
  'body-type': [415, '此处不接受这种类型的内容', 'Content of this type is not taken here.'],
  'body-too-large': [
    413,
    '内容过大：表单不得超过 64 KB，导入的文件不得超过 8 MB',
    'Too large: a form has at most 64 KB, an imported file at most 8 MB.',
  ],
  'not-decidable': [409, '此问题不能在此作出决定', 'This finding cannot be decided here.'],
  'nothing-to-accept': [409, '尚无可接受的证据：当前判定并非“已声明”', 'There is no attested evidence to accept yet.'],
  'changed-meanwhile': [
    409,
    '记录已被他人修改：请刷新页面，核对后再提交',
    'Somebody changed this record meanwhile: load it again, look at it, and send it anew.',
  ],
  'in-use': [409, '仍有设备使用它：请先为这些设备另选', 'Equipment still uses it: choose another for that first.'],
  'step-unfit': [409, '该记录目前不能进行此操作', 'This record does not take that step now.'],
  'record-withdrawn': [409, '该记录已撤回', 'This record has been withdrawn.'],
  'daily-exists': [
    409,
    '当日记录已存在：请在原记录上修订并说明理由',
    'There is a record of that day: correct it there, with a reason.',
  ],
  'fault-open': [
    409,
    '该设备已有未验收的故障：请在该故障记录上补充，或先验收',
    'A fault of this device is open: add to it, or accept its repair first.',
  ],
  'fault-overlaps': [
    409,
    '与该设备的另一条故障记录时间重叠：请在该记录上修订',
    'It overlaps another fault of this device: correct that one.',
  ],
  'fault-start-later': [
    422,
    '故障开始时间只能提前，不能推后；如确属误报请提出异议并由第二人会签',
    'The begin of a fault may be moved earlier, never later; dispute it instead, countersigned by a second person.',
  ],
  'draft-not-withdrawn': [
    409,
    '探测产生的故障草稿不能撤回：请分类，或提出异议',
    'A draft that a probe opened is not withdrawn: classify or dispute it.',
  ],
  'window-too-long': [
    422,
    '单次维护窗口不得超过 31 天：更长时间请登记停用',
    'A maintenance window lasts at most 31 days: what is longer is a suspension.',
  ],
  'window-overlaps-itself': [
    422,
    '重复的维护窗口彼此重叠：请缩短窗口或加大间隔',
    'The repeated windows overlap each other: shorten them or repeat less often.',
  ],
  'window-begun': [
    409,
    '窗口已开始，审批已晚：须由第二人会签后才不计入应开机时间',
    'The window has begun, so approval comes too late: it frees time only when a second person countersigns it.',
  ],
  'suspension-longer': [
    422,
    '停用只能提前结束：如需延长请另行登记',
    'A suspension can only end earlier: enter another one to go on.',
  ],
  'too-far-ahead': [422, '时间过于遥远或晚于当前时间', 'The time lies too far away, or in the future.'],
  'before-service': [
    422,
    '早于该设备的启用日期：请核对时间或设备卡片',
    'It lies before the device was in service: check the time or its card.',
  ],
  'not-imaging': [422, '仅影像设备有每日运行记录', 'Only imaging devices have daily records.'],
  'reason-needed': [422, '修改已有内容须说明理由（至少 10 个字）', 'A change of what stood there needs a reason.'],
  'card-invalid': [422, '设备卡片内容不一致，请按提示修改', 'The card contradicts itself; see the details.'],
  'device-replaced': [
    409,
    '该卡片已有监测或记录，属于原设备：请填写停用日期，并为新设备另建卡片',
    'This card has been watched or has records, which are of the old device: retire it by its last day in service, and make a new card for the new device.',
  ],
  'calendar-invalid': [422, '日历内容有误，请按提示修改', 'The calendar is not right; see the details.'],
  'month-ahead': [422, '该月份尚未开始', 'That month has not begun.'],
  'probe-unknown': [404, '没有此名称的探测', 'There is no probe of that name.'],
  'nothing-is-told': [
    409,
    '未配置通知：无需确认，告警只在此处显示',
    'Nothing is told to anybody, so there is nothing to stop: alarms are shown here only.',
  ],
  'push-refused': [401, '签名或名称不正确', 'Name or signature is wrong.'],
  'report-failed': [500, '报告生成失败，已记录；请稍后再试', 'The report could not be made; it has been logged.'],
  'too-many-requests': [429, '请求过于频繁，请稍后再试', 'Too many requests: try again later.'],
  internal: [500, '工作站内部错误，已记录', 'An error inside the station; it has been logged.'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

export type RefusalCode = keyof typeof refusals;

/** A refusal thrown where it is found, so that a transaction that meets one is undone. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: readonly string[];

  constructor(code: RefusalCode, details: readonly string[] = [], options?: ErrorOptions) {
    super(`refused: ${code}`, options);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

export function problemOf(code: RefusalCode, details: readonly string[] = []): { status: number; body: Problem } {
  const [status, zh, en] = refusals[code];
  return { status, body: { code, message: { zh, en }, ...(details.length > 0 ? { details: [...details] } : {}) } };
}

const ofLedger: Partial<Record<AgentErrorCode, RefusalCode>> = {
  'not-found': 'not-found',
  'same-person': 'same-person',
  'already-decided': 'already-decided',
  'login-taken': 'login-taken',
  'changed-meanwhile': 'changed-meanwhile',
  'in-use': 'in-use',
};

/** What a thrown fault is to the one who asked; undefined when it is our own. */
export function refusalOf(fault: unknown): { code: RefusalCode; details: readonly string[] } | undefined {
  if (fault instanceof Refusal) return { code: fault.code, details: fault.details };
  const code = fault instanceof AgentError ? ofLedger[fault.code] : undefined;
  return code === undefined ? undefined : { code, details: [] };
}
