// Longer than other files because it is a table: every sentence that people are told, Chinese first.
import type { CountedReason } from '@center/contract';
import type { Alarm, NoticeKind, NoticeUrgency } from './notice.ts';
import type { NoticeLanguage } from './settings.ts';

type Values = Alarm['values'];

export interface NoticeWords {
  readonly urgency: Readonly<Record<NoticeUrgency, string>>;
  readonly kind: Readonly<Record<NoticeKind, (values: Values) => string>>;
  readonly because: Readonly<Partial<Record<CountedReason, string>>>;
  readonly event: Readonly<Record<string, string>>;
  readonly cause: Readonly<Record<string, string>>;
  readonly remind: string;
  readonly escalate: string;
  readonly end: string;
  readonly past: string;
  readonly flapping: string;
  readonly explains: (n: number) => string;
  readonly more: (n: number) => string;
  readonly since: (at: string) => string;
  readonly until: (at: string) => string;
  readonly subjectMore: (first: string, n: number) => string;
  readonly test: (facility: string) => string;
  readonly closing: (id: string) => string;
}

const text = (value: string | number | undefined): string => (value === undefined ? '' : String(value));
/** Instants among the values are told as local times by the writer, under the same name. */
const named = (values: Values): string => text(values['name']);

const zh: NoticeWords = {
  urgency: { critical: '严重', warning: '预警', info: '提示' },
  kind: {
    'device-down': (v) => `${named(v)}：设备停机（${zh.because[reasonOf(v)] ?? '探测失败'}）`,
    'must-be-back': (v) => `${named(v)}：须在 ${text(v['by'])} 前恢复，否则本月完好率不达标`,
    'ups-on-battery': (v) => `${named(v)}：市电中断，UPS 由电池供电`,
    'ups-low-battery': (v) =>
      v['event'] === 'forced-shutdown' ? `${named(v)}：UPS 即将强制关机` : `${named(v)}：UPS 电量低`,
    'ups-fault': (v) => `${named(v)}：UPS 异常（${wordOf(zh.event, v['event'])}）`,
    'ups-silent': (v) =>
      v['onBattery'] === 1 ? `${named(v)}：UPS 在电池供电时失去通信，状态未知` : `${named(v)}：UPS 失去通信，状态未知`,
    'room-climate': (v) => `${named(v)}：机房温湿度超限（${wordOf(zh.event, v['event'])}）`,
    'room-smoke': (v) => `${named(v)}：烟雾报警，请立即到现场（本系统不是火灾报警系统）`,
    'sensor-fault': (v) => `${named(v)}：传感器故障，读数不可信${bracket(v['sensors'], '（', '）')}`,
    'site-network': () => '本中心网络中断：多台设备同时不可达，按未知计时，不计停机',
    'agent-gap': (v) => `监测程序曾中断（${wordOf(zh.cause, v['cause'])}），此段时间按未知计`,
    'clock-step': (v) => `系统时钟跳变 ${seconds(v['stepMs'])} 秒，相关时段标为时间可疑`,
    'fault-unclassified': (v) => `${named(v)}：${text(v['count'])} 条停机超过三个工作日未归类，按停机计`,
    'daily-record-overdue': (v) => `${named(v)}：${text(v['date'])} 的每日运行记录逾期`,
    'maintenance-overdue': (v) => `${named(v)}：计划保养逾期（应于 ${text(v['date'])} 前完成）`,
    'calendar-ends': (v) => `节假日表只到 ${text(v['coversTo'])}，请导入下一年度安排`,
    'archive-lost': (v) => `归档影像：${text(v['count'])} 例检查未到期限即丢失`,
    'disk-full': (v) => `${named(v)}：磁盘将满（${text(v['mount'])}）`,
  },
  because: { 'fault-record': '故障记录未验收', 'probe-down': '探测确认不可用' },
  event: {
    'on-battery': '电池供电',
    'low-battery': '电量低',
    'forced-shutdown': '强制关机',
    bypass: '旁路',
    off: '输出关闭',
    overload: '过载',
    'replace-battery': '需更换电池',
    alarm: '告警',
    'self-test': '自检未通过',
    'temperature-warning': '温度预警',
    'temperature-alarm': '温度告警',
    'temperature-rise': '温度骤升',
    'humidity-warning': '湿度预警',
    'humidity-alarm': '湿度告警',
  },
  cause: {
    stopped: '正常停止',
    died: '异常退出',
    stalled: '卡顿',
    suspended: '主机休眠',
    'host-restart': '主机重启',
    'host-power-loss': '主机断电',
    'clock-forward': '时钟前跳',
    'clock-back': '时钟回拨',
  },
  remind: '仍在持续',
  escalate: '无人知悉，升级通知',
  end: '已恢复',
  past: '曾发生，已结束',
  flapping: '反复发生，一小时内不再通知',
  explains: (n) => `由此引起的另外 ${String(n)} 条：`,
  more: (n) => `另有 ${String(n)} 条，见中心站点页面`,
  since: (at) => `自 ${at}`,
  until: (at) => `至 ${at}`,
  subjectMore: (first, n) => `${first} 等 ${String(n)} 条`,
  test: (facility) => `这是 ${facility} 的测试通知，收到即表示发送正常。`,
  closing: (id) => `编号 ${id}；同一编号可能重复到达。`,
};

const en: NoticeWords = {
  urgency: { critical: 'Critical', warning: 'Warning', info: 'Notice' },
  kind: {
    'device-down': (v) => `${named(v)}: device down (${en.because[reasonOf(v)] ?? 'a probe fails'})`,
    'must-be-back': (v) => `${named(v)}: must be back by ${text(v['by'])}, or the month fails`,
    'ups-on-battery': (v) => `${named(v)}: mains lost, the UPS runs on battery`,
    'ups-low-battery': (v) =>
      v['event'] === 'forced-shutdown'
        ? `${named(v)}: the UPS orders a shutdown`
        : `${named(v)}: battery of the UPS is low`,
    'ups-fault': (v) => `${named(v)}: UPS out of order (${wordOf(en.event, v['event'])})`,
    'ups-silent': (v) =>
      v['onBattery'] === 1
        ? `${named(v)}: the UPS fell silent while on battery, its state is unknown`
        : `${named(v)}: the UPS is silent, its state is unknown`,
    'room-climate': (v) => `${named(v)}: climate out of bounds (${wordOf(en.event, v['event'])})`,
    'room-smoke': (v) => `${named(v)}: smoke; go and see at once (this is no fire alarm system)`,
    'sensor-fault': (v) =>
      `${named(v)}: sensor out of order, its values are no measurement${bracket(v['sensors'], ' (', ')')}`,
    'site-network': () =>
      'The center’s network is down: many devices cannot be reached at once; the time counts as unknown, not as down',
    'agent-gap': (v) => `Nothing was watched for a while (${wordOf(en.cause, v['cause'])}); the time counts as unknown`,
    'clock-step': (v) => `The clock was set by ${seconds(v['stepMs'])} s; the time around it is marked as doubtful`,
    'fault-unclassified': (v) =>
      `${named(v)}: ${text(v['count'])} failings without a class for over three working days count as down`,
    'daily-record-overdue': (v) => `${named(v)}: daily record of ${text(v['date'])} is overdue`,
    'maintenance-overdue': (v) => `${named(v)}: planned maintenance is overdue (due ${text(v['date'])})`,
    'calendar-ends': (v) => `The list of holidays ends on ${text(v['coversTo'])}: import the next one`,
    'archive-lost': (v) => `Archive: ${text(v['count'])} studies are lost before their term`,
    'disk-full': (v) => `${named(v)}: disk nearly full (${text(v['mount'])})`,
  },
  because: { 'fault-record': 'fault not accepted as repaired', 'probe-down': 'confirmed by probes' },
  event: {
    'on-battery': 'on battery',
    'low-battery': 'low battery',
    'forced-shutdown': 'forced shutdown',
    bypass: 'bypass',
    off: 'output off',
    overload: 'overload',
    'replace-battery': 'replace battery',
    alarm: 'alarm',
    'self-test': 'self-test failed',
    'temperature-warning': 'temperature warning',
    'temperature-alarm': 'temperature alarm',
    'temperature-rise': 'temperature rises fast',
    'humidity-warning': 'humidity warning',
    'humidity-alarm': 'humidity alarm',
  },
  cause: {
    stopped: 'stopped in order',
    died: 'the program died',
    stalled: 'the program stalled',
    suspended: 'the host slept',
    'host-restart': 'the host restarted',
    'host-power-loss': 'the host lost power',
    'clock-forward': 'the clock was set forward',
    'clock-back': 'the clock was set back',
  },
  remind: 'still standing',
  escalate: 'nobody took it up; told further',
  end: 'over',
  past: 'was, and is over',
  flapping: 'comes and goes; not told again for an hour',
  explains: (n) => `${String(n)} more that follow from it:`,
  more: (n) => `${String(n)} more on the station’s page`,
  since: (at) => `since ${at}`,
  until: (at) => `until ${at}`,
  subjectMore: (first, n) => `${first} and ${String(n - 1)} more`,
  test: (facility) => `This is a test message of ${facility}; that it came shows that the way works.`,
  closing: (id) => `No. ${id}; the same number may arrive twice.`,
};

function reasonOf(values: Values): CountedReason {
  return values['because'] === 'fault-record' ? 'fault-record' : 'probe-down';
}

function wordOf(words: Readonly<Record<string, string>>, value: string | number | undefined): string {
  return words[text(value)] ?? text(value);
}

const bracket = (value: string | number | undefined, open: string, close: string): string =>
  value === undefined || value === '' ? '' : `${open}${text(value)}${close}`;

function seconds(value: string | number | undefined): string {
  const ms = Number(value ?? 0);
  return `${ms > 0 ? '+' : ''}${String(Math.round(ms / 100) / 10)}`;
}

export const noticeWords: Readonly<Record<NoticeLanguage, NoticeWords>> = { zh, en };
