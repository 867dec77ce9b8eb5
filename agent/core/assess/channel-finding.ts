import { ruleCatalogue } from '@center/checks';
import {
  addDays,
  type CalendarDate,
  type EvidenceChannel,
  evidenceChannels,
  type Instant,
  type Judgement,
  must,
  type PinnedRuleSet,
  parseClauseId,
  parseRuleId,
  parseSha256,
} from '@center/contract';
import type { AssessContext, ChannelState } from './assess-study.ts';

/** Days a new center has to put an evidence channel to use before its absence is said (product default). */
const channelGraceDays = 30;

/** What a person calls a channel. */
const channelWords: Readonly<Record<EvidenceChannel, { readonly zh: string; readonly en: string }>> = {
  headers: { zh: '影像头信息', en: 'image headers' },
  'consent-register': { zh: '知情同意登记', en: 'consent register' },
  'device-register': { zh: '设备登记', en: 'device register' },
  review: { zh: '人工复核', en: 'review by a person' },
  'retention-proof': { zh: '归档调阅证明', en: 'proof of retention' },
  'report-source': { zh: '报告来源', en: 'source of reports' },
  'staff-register': { zh: '人员登记', en: 'staff register' },
  'contrast-consent': { zh: '对比剂知情同意登记', en: 'register of consents to contrast agents' },
  'event-form': { zh: '不良事件登记', en: 'register of adverse events' },
  'outing-record': { zh: '外出检查登记', en: 'register of outings' },
  'exposure-register': { zh: '受照防护登记', en: 'register of exposures and protection' },
  'protocol-register': { zh: '检查方案登记', en: 'register of approved protocols' },
  'permit-register': { zh: '许可证登记', en: 'register of permits' },
  'upload-receipts': { zh: '影像上传回执', en: 'receipts of uploaded images' },
  'device-watch': { zh: '设备监测与服务日历', en: 'watch of devices with their calendars' },
  'daily-records': { zh: '设备每日记录', en: 'daily records of devices' },
  'maintenance-records': { zh: '设备维护记录', en: 'records of maintenance' },
  'ups-watch': { zh: '不间断电源登记与监测', en: 'watch of the power supply' },
  'room-watch': { zh: '机房环境监测', en: 'watch of the room' },
};

/** Headers and reviews are there from the first day, so their absence is never the clause's. */
function needsNoSetUp(channel: EvidenceChannel): boolean {
  return channel === 'headers' || channel === 'review';
}

/** State of each evidence channel. `working` is what the ledger has seen; headers and reviews work from the first day, because nothing has to be set up for them. */
export function channelStates(
  working: ReadonlySet<EvidenceChannel>,
  supervisionStart: CalendarDate,
  asOf: CalendarDate,
  graceDays = channelGraceDays,
): ReadonlyMap<EvidenceChannel, ChannelState> {
  const late = asOf > addDays(supervisionStart, graceDays);
  const state = (channel: EvidenceChannel): ChannelState =>
    working.has(channel) || needsNoSetUp(channel) ? 'working' : late ? 'overdue' : 'waiting';
  return new Map(evidenceChannels.map((channel) => [channel, state(channel)]));
}

/**
 * The one judgement a clause gets while its evidence channel is not in use: subject is the facility. `heldStudies` counts the studies whose absence of evidence
 * stands behind it, by rule id. A channel that has begun to work makes the same judgement conform, which closes the finding.
 */
export function assessChannels(
  heldStudies: ReadonlyMap<string, number>,
  facilityId: string,
  ruleSet: PinnedRuleSet,
  context: AssessContext,
  asOf: CalendarDate,
): readonly Judgement[] {
  const enabled = new Set(
    ruleSet.manifest.rules.filter((rule) => rule.enabled && !rule.informational).map(({ id }) => id),
  );
  return ruleCatalogue.flatMap((rule): Judgement[] => {
    const state = context.channels.get(rule.channel) ?? 'working';
    const count = heldStudies.get(rule.id) ?? 0;
    if (
      !enabled.has(rule.id) ||
      needsNoSetUp(rule.channel) ||
      state === 'waiting' ||
      (state === 'overdue' && count === 0)
    )
      return [];
    return [channelJudgement(rule, facilityId, state, count, ruleSet, context.judgedAt, asOf, context.digest)];
  });
}

function channelJudgement(
  rule: (typeof ruleCatalogue)[number],
  facilityId: string,
  state: 'working' | 'overdue',
  count: number,
  ruleSet: PinnedRuleSet,
  at: Instant,
  asOf: CalendarDate,
  digest: AssessContext['digest'],
): Judgement {
  const observed = [
    { fact: 'evidenceChannel', value: rule.channel },
    { fact: 'studiesWithoutEvidence', value: count },
  ];
  return {
    ruleId: must(parseRuleId(rule.id)),
    ruleVersion: rule.version,
    clause: must(parseClauseId(rule.clause)),
    severity: rule.severity,
    subject: { kind: 'facility', key: `${facilityId}/${rule.id}` },
    verdict:
      state === 'working'
        ? { kind: 'conforms', basis: 'measured', observed }
        : {
            kind: 'indeterminate',
            reason: 'evidence-missing',
            observed,
            missing: [rule.channel],
            note: `证据渠道“${channelWords[rule.channel].zh}”从未启用。 / The channel of this evidence (${channelWords[rule.channel].en}) has never been in use.`,
          },
    informational: false,
    ruleSetSha256: ruleSet.sha256,
    // The number of studies grows every day and is no news; the state of the channel is.
    factSha256: must(parseSha256(digest(`${rule.channel}|${state}`))),
    subjectDate: asOf,
    judgedAt: at,
  };
}
